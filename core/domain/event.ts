/** What parts of Fettle tell each other: a CloudEvent 1.0, so that other systems can read it unchanged. */
export interface CloudEvent<T = unknown> {
  readonly specversion: "1.0";
  /** Unique for `source`; a redelivery has the same id, so that it has one effect. */
  readonly id: string;
  /** The part of Fettle that says it: `/fettle/inspect`. */
  readonly source: string;
  /** `fettle.alert.firing` */
  readonly type: string;
  /** What it is about: an alert's or incident's id. */
  readonly subject: string;
  /** RFC 3339, UTC. */
  readonly time: string;
  readonly datacontenttype: "application/json";
  readonly data: T;
}

/** An event in CloudEvents 1.0 form (https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md). */
export function cloudEvent<T>(parts: {
  id: string;
  source: string;
  type: string;
  subject: string;
  atMs: number;
  data: T;
}): CloudEvent<T> {
  const { atMs, ...rest } = parts;
  return {
    specversion: "1.0",
    ...rest,
    time: new Date(atMs).toISOString(),
    datacontenttype: "application/json",
  };
}
