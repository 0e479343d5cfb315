import { Fault, Secret } from "#core/domain";
import { randomBytes } from "node:crypto";
import { openApi } from "./api/api.ts";
import { openBackstage } from "./backstage.ts";
import { pageAddress } from "./contract.ts";
import { type Address, openAddress } from "./delivery/address.ts";
import type { Carrier } from "./delivery/carrier.ts";
import { openCourier } from "./delivery/courier.ts";
import { linkPath } from "./delivery/gate.ts";
import { openSockets, type Sockets } from "./delivery/sockets.ts";
import { openMethodFaults } from "./faults/faults.ts";
import { openTrouble } from "./faults/trouble.ts";
import { defaultFixture } from "./fixture.ts";
import { parseManifest } from "./manifest.ts";
import { isPersona } from "./model/people.ts";
import { openWorld, type World } from "./model/world.ts";
import type { Workspace, WorkspaceOptions } from "./options.ts";
import { openHappenings } from "./people/happenings.ts";
import { openPerson } from "./people/person.ts";
import { hostsOf, isOwnHost } from "./server/hosts.ts";
import { listen, type Listening } from "./server/listen.ts";
import { openRoutes, type Routes } from "./server/routes.ts";

/**
 * Opens a local Slack in this process. Nobody from outside of this machine reaches it, and what it delivers
 * stays on it.
 * @throws Fault `invalid` for a manifest or an address that cannot be, `unavailable` for a port that is taken.
 */
export async function openWorkspace(options: WorkspaceOptions): Promise<Workspace> {
  const manifest = parseManifest(options.manifest, options.optionalScopes ?? true);
  const { clock, log, fixture = defaultFixture, fileReadyMs = 2_000 } = options;
  await using parts = new AsyncDisposableStack();
  const listening = parts.use(await listen(options.port ?? 0));
  const url = `http://127.0.0.1:${listening.port}`;
  const world = openWorld({ clock, log, url, manifest, fixture, fileReadyMs });
  const secrets = secretsOf(options);
  const token = random();
  const way = openWay(world, options, { secret: secrets.signingSecret, token });
  const courier = parts.use(openCourier(world, way.carrier));
  const { sockets } = way;
  const api = openApi(world, secrets, sockets === undefined ? undefined : () => sockets.ticketUrl());
  const stage = { world, courier, token };
  const backstage = openBackstage(stage);
  const methodFaults = openMethodFaults();
  const ending = new AbortController();
  parts.defer(() => ending.abort());
  const faults = openTrouble({ world, courier, methodFaults, sockets, token });
  const secret = random();
  const hosts = hostsOf(listening.port);
  const page = options.page?.({
    backstage,
    secret,
    personas: world.people
      .all()
      .filter(isPersona)
      .map(({ id }) => id),
    origins: hosts.map((host) => `http://${host}`),
  });
  parts.defer(() => page?.[Symbol.asyncDispose]?.());
  const routes = openRoutes({
    world,
    api,
    tokens: secrets,
    methodFaults,
    faults: options.faults === true ? faults : undefined,
    hosts,
    page,
    ending: ending.signal,
  });
  serve(listening, { world, routes, sockets, hosts });
  const open = parts.move();
  return {
    url,
    apiUrl: `${url}/api/`,
    pageUrl: pageAddress(url, secret),
    team: world.team,
    appId: world.app.id,
    botToken: secrets.bot,
    appToken: secrets.app,
    signingSecret: secrets.signingSecret,
    backstage,
    person: (id) => openPerson(stage, id),
    calls: world.calls,
    faults,
    events: openHappenings(stage, api),
    verifyUrl: () => way.address?.verify(random()) ?? Promise.resolve(false),
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  };
}

interface Way {
  readonly carrier: Carrier;
  readonly sockets: Sockets | undefined;
  readonly address: Address | undefined;
}

/** The manifest decides between sockets and an address; where there is neither, nothing arrives. */
function openWay(
  world: World,
  { deliverTo }: WorkspaceOptions,
  keys: { secret: Secret; token: string },
): Way {
  if (world.manifest.socketMode) {
    if (deliverTo !== undefined) {
      throw new Fault("invalid", "expected a manifest without Socket Mode, for one to deliver to an address");
    }
    const sockets = openSockets(world);
    return { carrier: sockets, sockets, address: undefined };
  }
  const address = openAddress(world, { url: deliverTo?.url, ...keys });
  return { carrier: address, sockets: undefined, address };
}

interface Serving {
  readonly world: World;
  readonly routes: Routes;
  readonly sockets: Sockets | undefined;
  readonly hosts: readonly string[];
}

function serve({ server }: Listening, { world, routes, sockets, hosts }: Serving): void {
  server.on("request", (request, response) => {
    routes(request, response).catch((thrown: unknown) => {
      world.log.error("a request to the local Slack failed", { path: request.url, thrown });
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  server.on("upgrade", (request, socket, head) => {
    const isLink = request.url?.startsWith(linkPath) === true && isOwnHost(request, hosts);
    if (sockets === undefined || !isLink) socket.destroy();
    else sockets.upgrade(request, socket, head);
  });
}

function secretsOf({ tokens = {} }: WorkspaceOptions): { bot: Secret; app: Secret; signingSecret: Secret } {
  return {
    bot: tokens.bot ?? new Secret(`xoxb-local-${random()}`),
    app: tokens.app ?? new Secret(`xapp-1-local-${random()}`),
    signingSecret: tokens.signingSecret ?? new Secret(randomBytes(16).toString("hex")),
  };
}

function random(): string {
  return randomBytes(18).toString("base64url");
}
