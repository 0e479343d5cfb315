import type { Clock } from "#core/runtime";
import type { Changes } from "./changes.ts";

export interface StoredFile {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly altText: string;
  /** As announced; what is uploaded must have as many bytes. */
  readonly length: number;
  /** Undefined until they were uploaded. */
  readonly bytes: Uint8Array | undefined;
  readonly createdMs: number;
  /** Undefined until the upload was completed. */
  readonly completedMs: number | undefined;
  readonly channels: readonly string[];
}

export interface Files {
  put(file: StoredFile): void;
  get(id: string): StoredFile | undefined;
  /** False for a while after completion: Slack works on a file before it may stand in a block. */
  ready(file: StoredFile): boolean;
}

/** The oldest make room. */
const mostBytes = 64 * 1024 * 1024;
const mostFiles = 500;

export function openFiles(clock: Clock, changes: Changes, readyAfterMs: number): Files {
  const files = new Map<string, StoredFile>();
  const total = (): number => [...files.values()].reduce((sum, { bytes }) => sum + (bytes?.length ?? 0), 0);
  return {
    put: (file) => {
      files.set(file.id, file);
      for (const id of files.keys()) {
        if (files.size <= mostFiles && total() <= mostBytes) break;
        if (id !== file.id) files.delete(id);
      }
      changes.changed();
    },
    get: (id) => files.get(id),
    ready: ({ completedMs }) => completedMs !== undefined && clock.nowMs() - completedMs >= readyAfterMs,
  };
}

const mimetypes: Readonly<Record<string, string>> = {
  png: "image/png",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  gif: "image/gif",
  txt: "text/plain",
  log: "text/plain",
  json: "application/json",
  csv: "text/csv",
  html: "text/html",
  pdf: "application/pdf",
};

/** By the name, as Slack shows it; SVG stays unknown, for Slack draws none. */
export function mimetypeOf(name: string): string {
  return mimetypes[fileTypeOf(name)] ?? "application/octet-stream";
}

export function fileTypeOf(name: string): string {
  return /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? "binary";
}
