/**
 * The bytes of the first part of a multipart/form-data body (RFC 7578), which is how the SDK sends a file; of
 * any other body all of it.
 */
export function uploadedBytes(type: string, body: Buffer): Buffer | undefined {
  if (!type.toLowerCase().startsWith("multipart/form-data")) return body;
  const boundary = /boundary="?([^";]+)"?/i.exec(type)?.[1];
  if (boundary === undefined) return undefined;
  const headEnd = body.indexOf("\r\n\r\n");
  if (!body.subarray(0, boundary.length + 2).equals(Buffer.from(`--${boundary}`)) || headEnd < 0)
    return undefined;
  const end = body.indexOf(`\r\n--${boundary}`, headEnd + 4);
  return end < 0 ? undefined : body.subarray(headEnd + 4, end);
}
