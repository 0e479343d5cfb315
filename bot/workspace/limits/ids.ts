import { isJson, type Json, objectsOf, textOf } from "../json.ts";
import type { Ids } from "../model/ids.ts";
import type { Problem } from "./check.ts";

/** Elements of a block that carry an action id, wherever the block keeps them. */
export function actionsOf(block: Json): readonly Json[] {
  const { type, accessory, element, elements, actions, child_blocks: children } = block;
  switch (type) {
    case "container":
      return objectsOf(children).flatMap(actionsOf);
    case "carousel":
      return objectsOf(elements).flatMap(actionsOf);
    case "card":
      return objectsOf(actions);
    case "actions":
    case "context_actions":
      return objectsOf(elements);
    default:
      return [accessory, element].filter(isJson).filter(({ type: kind }) => kind !== "image");
  }
}

/** `block_id` is unique in a message or view, `action_id` in its block. */
export function idProblems(blocks: readonly Json[]): Problem[] {
  const doubled = doublesIn(blocks, "block_id").map((id) => ({
    message: `block_id "${id}" already exists`,
    at: `/${blocks.findLastIndex((block) => block["block_id"] === id)}/block_id`,
  }));
  const inBlocks = blocks.flatMap((block, index) =>
    doublesIn(actionsOf(block), "action_id").map((id) => ({
      message: `action_id "${id}" already exists for block_id`,
      at: `/${index}`,
    })),
  );
  return [...doubled, ...inBlocks];
}

function doublesIn(items: readonly Json[], field: string): readonly string[] {
  const ids = items.flatMap((item) => textOf(item[field]) ?? []);
  return [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))];
}

/** Gives an id to each block and element that the app gave none, as Slack does. */
export function withIds(blocks: readonly Json[], ids: Ids): readonly Json[] {
  return blocks.map((block) => {
    const { elements, accessory, element } = block;
    return {
      ...block,
      block_id: block["block_id"] ?? ids.next("block"),
      ...(block["type"] === "actions"
        ? { elements: objectsOf(elements).map((one) => withActionId(one, ids)) }
        : {}),
      ...(isJson(accessory) ? { accessory: withActionId(accessory, ids) } : {}),
      ...(isJson(element) ? { element: withActionId(element, ids) } : {}),
    };
  });
}

function withActionId(element: Json, ids: Ids): Json {
  if (element["type"] === "image") return element;
  return { ...element, action_id: element["action_id"] ?? ids.next("action") };
}
