/**
 * One bit for each family of things to hide: what a text must hold for the family's detector to find anything.
 * Signs never look at what stands around them, so that what a part of a text holds, the text holds too.
 */
export const sign = {
  privateKey: 1,
  keyBody: 2,
  urlPassword: 4,
  token: 8,
  named: 16,
  bearer: 32,
  email: 64,
  four: 128,
  six: 256,
  card: 512,
} as const;

/** Every detector looks: nothing is known of the text. */
export const everySign = 1023;
