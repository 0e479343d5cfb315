const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

export const digits = "0123456789";
export const hexDigits: string = `${digits}abcdefABCDEF`;
export const alphanumerics: string = digits + letters;
