import type { Courier } from "../delivery/courier.ts";
import { rateLimitedFrame } from "../delivery/frames.ts";
import type { Sockets } from "../delivery/sockets.ts";
import type { World } from "../model/world.ts";
import type { Faults, MethodFaults } from "./faults.ts";

export interface TroubleOptions {
  readonly world: World;
  readonly courier: Courier;
  readonly methodFaults: MethodFaults;
  /** Undefined over HTTP: what concerns sockets then does nothing. */
  readonly sockets: Sockets | undefined;
  readonly token: string;
}

export function openTrouble({ world, courier, methodFaults, sockets, token }: TroubleOptions): Faults {
  return {
    method: (name, fault) => methodFaults.add(name, fault),
    clear: () => methodFaults.clear(),
    disconnect: (reason, which) => sockets?.disconnect(reason, which),
    killSockets: () => sockets?.kill(),
    redeliverLast: async () => {
      await courier.redeliver();
    },
    doubleNext: () => courier.doubleNext(),
    sendFrame: (text) => sockets?.sendFrame(text),
    sendRateLimited: () => sockets?.sendFrame(JSON.stringify(rateLimitedFrame(world, token))),
  };
}
