import { z } from "zod";
import { isLoopback, parseNetwork, type Network } from "./networks.ts";

const listenForms = 'expected HOST:PORT such as 127.0.0.1:9464 or [::1]:9464, or "off"';

export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

/** `HOST:PORT` of fettle.yml. */
export const listenAddressField = z
  .string({ error: listenForms })
  .transform((text, context): ListenAddress => {
    const address = parseListen(text);
    if (address !== undefined) return address;
    context.addIssue({ code: "custom", message: "expected HOST:PORT such as 127.0.0.1:9464 or [::1]:9464" });
    return z.NEVER;
  });

const listen = z
  .string({ error: listenForms })
  .transform((text, context): ListenAddress | "off" => {
    if (text === "off") return "off";
    const address = parseListen(text);
    if (address !== undefined) return address;
    context.addIssue({ code: "custom", message: listenForms });
    return z.NEVER;
  })
  .prefault("127.0.0.1:9464");

const network = z.string().transform((text, context): Network => {
  const parsed = parseNetwork(text);
  if (parsed !== undefined) return parsed;
  const message = `expected a network such as 10.0.0.0/8 or ::1/128, not ${JSON.stringify(text.slice(0, 60))}`;
  context.addIssue({ code: "custom", message });
  return z.NEVER;
});

/**
 * `api:` of fettle.yml. Whoever opens it to other machines also says whose metrics requests are
 * answered: `metricsAllow` must be written unless `listen` is loopback. The health routes are open to
 * everyone who reaches the port.
 */
export const apiSection = z
  .strictObject({ listen, metricsAllow: z.array(network).max(100).optional() })
  .superRefine((section, context) => {
    if (section.listen === "off" || section.metricsAllow !== undefined) return;
    if (isLoopback(section.listen.host)) return;
    const message = `listen ${section.listen.host} is not loopback: say in metricsAllow which networks may read metrics`;
    context.addIssue({ code: "custom", path: ["metricsAllow"], message });
  })
  .transform((section) => ({ ...section, metricsAllow: section.metricsAllow ?? loopbackNetworks }))
  .prefault({});

export type ApiSection = z.output<typeof apiSection>;

const loopbackNetworks: readonly Network[] = [
  { address: "127.0.0.0", family: "ipv4", bits: 8 },
  { address: "::1", family: "ipv6", bits: 128 },
];

function parseListen(text: string): ListenAddress | undefined {
  const parts = /^(?:\[(?<six>[0-9A-Fa-f:.]+)\]|(?<host>[A-Za-z0-9.-]+)):(?<port>\d{1,5})$/.exec(
    text,
  )?.groups;
  const host = parts?.["six"] ?? parts?.["host"];
  const port = Number(parts?.["port"]);
  return host === undefined || port > 65_535 ? undefined : { host, port };
}
