import { localTarget } from "#core/domain";
import { z } from "zod";

const path = z.string().min(1).max(4096);
const port = z.int().min(1).max(65_535);

/** `web-01`, `db.eu-1`, `shop/api`: what can stand in a command line without quotes. */
const name = z
  .string()
  .max(253)
  .regex(/^[A-Za-z0-9][A-Za-z0-9._/-]*$/, "expected letters, digits and . _ / -, such as web-01")
  .refine((given) => given !== localTarget.name, {
    error: "the name local is reserved for the machine that Fettle runs on",
  });

const address = z
  .string()
  .min(1)
  .max(253)
  .regex(/^[A-Za-z0-9:][A-Za-z0-9._:-]*$/, "expected a host name or an IP address, without a port");

const labels = z
  .record(
    z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,62}$/, "expected a label's name, such as env"),
    z.string().max(256),
  )
  .default({});

const ssh = z.strictObject({
  user: z.string().min(1).max(64).optional(),
  key: path.optional(),
  knownHosts: path.optional(),
  port: port.optional(),
});

const host = z.strictObject({ name, address, labels, ssh: ssh.optional() });

const importer = z.union(
  [z.strictObject({ sshConfig: path }), z.strictObject({ ansible: path }), z.strictObject({ fileSd: path })],
  { error: "expected one of { sshConfig: PATH }, { ansible: PATH } or { fileSd: PATH }" },
);

const maxHosts = 10_000;

/** `targets:` of fettle.yml. Host names are unique, and none is `local`. */
export const targetsSection = z.strictObject({
  defaults: z.strictObject({ ssh: ssh.optional() }).default({}),
  hosts: z.array(host).max(maxHosts).superRefine(refuseSameNames).default([]),
  import: z.array(importer).max(100).default([]),
});

export type TargetsSection = z.output<typeof targetsSection>;

function refuseSameNames(hosts: readonly { readonly name: string }[], context: z.core.$RefinementCtx): void {
  const first = new Map<string, number>();
  for (const [index, { name: given }] of hosts.entries()) {
    const before = first.get(given);
    if (before === undefined) first.set(given, index);
    else {
      context.addIssue({
        code: "custom",
        path: [index, "name"],
        message: `${given} is the name of hosts[${before}] already`,
      });
    }
  }
}
