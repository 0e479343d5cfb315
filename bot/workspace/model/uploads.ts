import { randomBytes } from "node:crypto";

/** Addresses to which the bytes of one file are sent, once. They open a door by themselves, so they are random. */
export interface Uploads {
  issue(file: string): string;
  /** The id of the file, and the address is gone; undefined for one that was never there. */
  take(path: string): string | undefined;
}

const mostKept = 200;
export const uploadPath = "/upload/";

export function openUploads(): Uploads {
  const uploads = new Map<string, string>();
  return {
    issue: (file) => {
      const path = `${uploadPath}${randomBytes(18).toString("base64url")}`;
      uploads.set(path, file);
      const [oldest] = uploads.keys();
      if (uploads.size > mostKept && oldest !== undefined) uploads.delete(oldest);
      return path;
    },
    take: (path) => {
      const file = uploads.get(path);
      uploads.delete(path);
      return file;
    },
  };
}
