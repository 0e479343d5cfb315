import { Fault, type Secret } from "#core/domain";
import { z } from "zod";
import type { Http } from "./http.ts";

/** A server that understands Prometheus' HTTP API (https://prometheus.io/docs/prometheus/latest/querying/api/). */
export interface Prometheus {
  /** The value of a query that gives one sample, now. @throws Fault `missing` for none, `invalid` for several or a refused query. */
  value(query: string, how: { readonly timeoutMs: number; readonly signal: AbortSignal }): Promise<number>;
}

interface PrometheusOptions {
  readonly http: Http;
  readonly url: string;
  readonly token: Secret | undefined;
}

const mostBytes = 1024 * 1024;
const sample = z.tuple([z.number(), z.string()]);
const answerShape = z.union([
  z.looseObject({
    status: z.literal("success"),
    data: z.union([
      z.looseObject({ resultType: z.literal("vector"), result: z.array(z.looseObject({ value: sample })) }),
      z.looseObject({ resultType: z.literal("scalar"), result: sample }),
    ]),
  }),
  z.looseObject({ status: z.literal("error"), error: z.string() }),
]);

export function openPrometheus({ http, url, token }: PrometheusOptions): Prometheus {
  const base = url.endsWith("/") ? url : `${url}/`;
  return {
    value: async (query, how) => {
      const answer = await http.request({
        url: `${base}api/v1/query?query=${encodeURIComponent(query)}`,
        method: "GET",
        maxBytes: mostBytes,
        ...how,
        ...(token === undefined ? {} : { bearer: token }),
      });
      const read = answerShape.safeParse(jsonOf(answer.body));
      if (!read.success)
        throw new Fault("unavailable", `Prometheus answered ${answer.status}, and nothing that it should`);
      if (read.data.status === "error")
        throw new Fault("invalid", `Prometheus refuses the query: ${read.data.error.slice(0, 300)}`);
      const { data } = read.data;
      const values =
        data.resultType === "scalar" ? [data.result[1]] : data.result.map(({ value }) => value[1]);
      const [only] = values;
      if (only === undefined) throw new Fault("missing", "the query gives no sample");
      if (values.length > 1)
        throw new Fault("invalid", `expected a query that gives one sample, got ${values.length}`);
      return Number(only);
    },
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Told by the shape that it does not have.
    return undefined;
  }
}
