import { BlockList, isIP } from "node:net";

export interface Network {
  readonly address: string;
  readonly family: "ipv4" | "ipv6";
  readonly bits: number;
}

/** `10.0.0.0/8`, `::1/128`, or one address; undefined for anything else. */
export function parseNetwork(text: string): Network | undefined {
  const [address = "", bitsText, ...rest] = text.split("/");
  const version = isIP(address);
  // A zone (`fe80::1%eth0`) belongs to one machine's interface, not to a network.
  if (version === 0 || rest.length > 0 || address.includes("%")) return undefined;
  const most = version === 4 ? 32 : 128;
  const bits = bitsText === undefined ? most : /^\d{1,3}$/.test(bitsText) ? Number(bitsText) : -1;
  if (bits < 0 || bits > most) return undefined;
  return { address, family: version === 4 ? "ipv4" : "ipv6", bits };
}

/** Whether a remote address is in one of the networks; IPv4 that came in through an IPv6 socket is IPv4. */
export function openNetworks(networks: readonly Network[]): (address: string | undefined) => boolean {
  const list = new BlockList();
  for (const { address, bits, family } of networks) list.addSubnet(address, bits, family);
  return (address) => {
    const version = address === undefined ? 0 : isIP(address);
    if (address === undefined || version === 0) return false;
    return list.check(address, version === 4 ? "ipv4" : "ipv6");
  };
}

/** Whether a host to listen on is reached from this machine only. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || loopback(host);
}

const loopback = openNetworks([
  { address: "127.0.0.0", family: "ipv4", bits: 8 },
  { address: "::1", family: "ipv6", bits: 128 },
]);
