/**
 * One bit for each family of things to hide: what a text must hold for the family's detector to find anything.
 * Signs never look at what stands around them, so that what a part of a text holds, the text holds too.
 */
export const sign = {
  privateKey: 1,
  keyBody: 2,
  urlPassword: 4,
  aws: 8,
  named: 16,
  bearer: 32,
  email: 64,
  four: 128,
  six: 256,
  card: 512,
  github: 1 << 10,
  githubFine: 1 << 11,
  gitlab: 1 << 12,
  slack: 1 << 13,
  slackHook: 1 << 14,
  google: 1 << 15,
  stripe: 1 << 16,
  npm: 1 << 17,
  jwt: 1 << 18,
} as const;

/** Every detector looks: nothing is known of the text. */
export const everySign = (1 << 19) - 1;

/** Which bit a sign is. */
export function bitOf(one: number): number {
  return 31 - Math.clz32(one);
}
