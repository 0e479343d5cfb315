import type { FileView } from "../contract.ts";
import type { Json } from "../json.ts";
import { fileTypeOf, mimetypeOf, type StoredFile } from "../model/files.ts";
import type { World } from "../model/world.ts";

/**
 * A file object (docs.slack.dev/reference/objects/file-object). Until Slack has looked at the file its
 * `mimetype` is empty: what an app that wants to show it must wait for.
 */
export function fileObject(file: StoredFile, world: World): Json {
  const ready = world.files.ready(file);
  const seconds = Math.floor(file.createdMs / 1_000);
  return {
    id: file.id,
    created: seconds,
    timestamp: seconds,
    name: file.name,
    title: file.title,
    mimetype: ready ? mimetypeOf(file.name) : "",
    filetype: ready ? fileTypeOf(file.name) : "",
    pretty_type: "",
    user: world.app.botUser,
    user_team: world.team.id,
    editable: false,
    size: file.bytes?.length ?? 0,
    mode: "hosted",
    is_external: false,
    external_type: "",
    is_public: file.channels.length > 0,
    public_url_shared: false,
    display_as_bot: false,
    username: "",
    url_private: privateUrl(file, world),
    url_private_download: `${privateUrl(file, world)}?download=1`,
    permalink: `${world.url}/files/${file.id}`,
    channels: file.channels,
    groups: [],
    ims: [],
    comments_count: 0,
    file_access: "visible",
    ...(file.altText === "" ? {} : { alt_txt: file.altText }),
  };
}

function privateUrl(file: StoredFile, world: World): string {
  return `${world.url}${filePath(file)}`;
}

export function fileView(file: StoredFile): FileView {
  const { id, name, title } = file;
  return { id, name, title, mimetype: mimetypeOf(name), bytes: file.bytes?.length ?? 0, url: filePath(file) };
}

function filePath({ id, name }: StoredFile): string {
  return `/files/${id}/${encodeURIComponent(name)}`;
}
