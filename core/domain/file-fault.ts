/**
 * A mistake in a file that a user wrote. `line` and `column` count from 1; `path` is the place inside
 * the document (`routes[0].match`), empty where the text could not be read as a document at all.
 */
export interface FileFault {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly path: string;
  readonly message: string;
  /** The faulty line with a caret below the column, and a hint where there is one. */
  readonly excerpt?: string;
}

/** `file:line:col path: message`, the form that editors and terminals make clickable. */
export function formatFileFault(fault: FileFault): string {
  const place = `${fault.file}:${fault.line}:${fault.column}`;
  const head = fault.path === "" ? `${place}: ${fault.message}` : `${place} ${fault.path}: ${fault.message}`;
  return fault.excerpt === undefined ? head : `${head}\n${fault.excerpt}`;
}
