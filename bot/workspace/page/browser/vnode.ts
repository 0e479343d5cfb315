/** What an element should look like; the painter makes it so. */
export interface VNode {
  readonly tag: string;
  /** Unique among siblings: its own, or its position in the call that drew it. */
  readonly key: string;
  readonly props: Props;
  readonly children: readonly (VNode | string)[];
}

export type Attribute = string | number | boolean | null | undefined;

export interface Props {
  /** Tells siblings apart, so that an element stays the same one when others come and go before it. */
  readonly key?: string | undefined;
  readonly class?: string | undefined;
  /** Attributes: true stands for an empty one; false, null and undefined for none. */
  readonly at?: Readonly<Record<string, Attribute>>;
  readonly on?: Readonly<Record<string, (event: Event) => void>>;
  /** Written as it is, in place of children. Only for what the server drew, or for our own icons. */
  readonly html?: string | undefined;
  /** Called once, when the element is new and stands in the document. */
  readonly created?: ((element: HTMLElement) => void) | undefined;
}

export type Child = VNode | string | false | null | undefined | readonly Child[];

/**
 * `h("p", { class: "note" }, "text")`. Children that are false or missing are left out but keep their place:
 * one that comes and goes makes no other element than its own anew.
 */
export function h(tag: string, props: Props = {}, ...children: readonly Child[]): VNode {
  return { tag, key: props.key ?? "", props, children: flatten(children, "") };
}

function flatten(children: readonly Child[], path: string): (VNode | string)[] {
  return children.flatMap((child, index) => {
    if (child === false || child === null || child === undefined || child === "") return [];
    if (typeof child === "string") return [child];
    const place = `${path}.${index}`;
    if (isList(child)) return flatten(child, place);
    return [child.key === "" ? { ...child, key: place } : child];
  });
}

function isList(child: VNode | readonly Child[]): child is readonly Child[] {
  return Array.isArray(child);
}
