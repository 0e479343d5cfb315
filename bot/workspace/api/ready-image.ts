import { textOf } from "../json.ts";
import type { FileLookup } from "../limits/slack-files.ts";
import { mimetypeOf } from "../model/files.ts";
import type { World } from "../model/world.ts";

/** Finds the file of a `slack_file`, by id or by its private address. */
export function readyImage(world: World): FileLookup {
  return ({ id, url }) => {
    const named = textOf(id) ?? /\/files\/([^/]+)\//.exec(textOf(url) ?? "")?.[1] ?? "";
    const file = world.files.get(named);
    return file !== undefined && world.files.ready(file) && mimetypeOf(file.name).startsWith("image/");
  };
}
