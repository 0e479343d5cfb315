import * as fc from "fast-check";
import { expect, test } from "vitest";
import { uploadedBytes } from "../../../../bot/workspace/server/multipart.ts";

test("the bytes of a file come out as they went in, whatever they are", async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
      const data = new FormData();
      data.append("body", new Blob([new Uint8Array(bytes)]), "a.png");
      const request = new Request("http://e.test", { method: "POST", body: data });
      const body = Buffer.from(await request.arrayBuffer());
      const type = request.headers.get("content-type") ?? "";
      expect(uploadedBytes(type, body)).toEqual(Buffer.from(bytes));
      expect(uploadedBytes("application/octet-stream", body)).toEqual(body);
    }),
  );
});

test.for([
  ["multipart/form-data", "--x\r\n\r\na\r\n--x--"],
  ["multipart/form-data; boundary=x", "--y\r\n\r\na\r\n--x--"],
  ["multipart/form-data; boundary=x", "--x\r\n\r\na"],
  ["multipart/form-data; boundary=x", "--x"],
] as const)("%s with %j is no file", ([type, body]) => {
  expect(uploadedBytes(type, Buffer.from(body))).toBeUndefined();
});
