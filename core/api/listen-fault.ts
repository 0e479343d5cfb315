import { Fault } from "#core/domain";

/** Why `api.listen` cannot be had, and what to do; what is no failure to listen comes back as it is. */
export function listenFault(thrown: unknown, place: string): unknown {
  const code = thrown instanceof Error && "code" in thrown ? thrown.code : undefined;
  const options = { cause: thrown };
  switch (code) {
    case "EADDRINUSE":
      return new Fault(
        "conflict",
        `${place} is in use already; end what listens there, or set api.listen to another port or to off`,
        options,
      );
    case "EACCES":
      return new Fault(
        "denied",
        `${place} may not be listened on; set api.listen to a port above 1023`,
        options,
      );
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return new Fault(
        "invalid",
        `${place} is no address of this machine; set api.listen to one that is`,
        options,
      );
    default:
      return thrown;
  }
}
