import { join } from "node:path";

export function databaseFile(folder: string): string {
  return join(folder, "fettle.db");
}
