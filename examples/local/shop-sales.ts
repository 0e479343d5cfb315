import { join } from "node:path";
import { type Checkout, openCheckout, type Order, type Reply } from "./shop-checkout.ts";
import { type Health, openTally } from "./shop-health.ts";
import type { ShopLog } from "./shop-log.ts";
import { openPayments, type Payments } from "./shop-payments.ts";
import { openSpool, OutOfSpace, type Spool } from "./shop-spool.ts";
import { openTill } from "./shop-till.ts";

/** Whoever comes in; `request` finds the visit again in the log. */
export interface Visitor {
  readonly request: string;
  readonly user?: string;
}

const dumpBytes = 1_000_000;
/** From here on the log speaks of the disk. */
const warnPercent = 80;
const errorPercent = 95;
const tellAgainMs = 5_000;

/** The shop itself. All but `till` and `reread` is for whoever has the till. */
export class Sales {
  readonly till = openTill();
  readonly #log: ShopLog;
  readonly #payments: Payments;
  readonly #checkout: Checkout;
  readonly #spool: Spool;
  readonly #tally = openTally();
  #orders = 1_000;
  #isDebugging = false;
  /** What stood in the spool after the last dump. */
  #dumpedBytes = 0;
  #told = { percent: 0, atMs: -Infinity };

  /** @throws Error where the folder's payments.json is wrong */
  constructor(options: { readonly folder: string; readonly quotaBytes: number; readonly log: ShopLog }) {
    const configuration = join(options.folder, "payments.json");
    this.#log = options.log;
    this.#spool = openSpool(join(options.folder, "spool"), options.quotaBytes);
    this.#payments = openPayments(configuration);
    this.#checkout = openCheckout({ payments: this.#payments, configuration, log: options.log });
  }

  /** Sells something: 200; 402 for a declined card, 502 and 507 where the shop or its provider is broken. */
  async order(visitor: Visitor): Promise<Reply> {
    const order = { ...visitor, order: ++this.#orders };
    const startedMs = performance.now();
    const reply = await this.#place(order);
    const level = reply.status >= 500 ? "error" : reply.status >= 400 ? "warn" : "info";
    this.#log(level, reply.text, { ...order, ms: Math.round(performance.now() - startedMs) });
    this.#tally.count(reply.status < 500);
    this.#tellOfDisk();
    return reply;
  }

  login(visitor: Visitor & { readonly user: string }, isRight: boolean): Reply {
    const text = `login ${isRight ? "of" : "failed for"} ${visitor.user}`;
    this.#log(isRight ? "info" : "warn", text, { request: visitor.request });
    return isRight ? { status: 200, text } : { status: 401, text };
  }

  health(): Health {
    return this.#tally.health(this.#spool.use());
  }

  /** Reads the configuration again; a wrong one changes nothing. */
  reread(): void {
    try {
      this.#checkout.reread();
      this.#log("info", "configuration read again");
    } catch (thrown) {
      const why = thrown instanceof Error ? thrown.message : String(thrown);
      this.#log("error", `configuration not read again: ${why}`);
    }
  }

  /** The provider gives out another token. Until the shop reads it, every order is refused. */
  breakErrors(): string {
    this.#payments.rotate();
    return "the payment provider takes another token now; this process has the old one until it gets SIGHUP";
  }

  /** Each order leaves a dump in the spool, until that is full, or somebody removes dumps. It stays full until then. */
  breakDisk(): string {
    this.#isDebugging = true;
    this.#dumpedBytes = 0;
    return "each order leaves a dump in the spool now, and nobody removes them";
  }

  /** Counting has the till, and then sells something, for which it waits for the till: for ever. */
  breakHang(): string {
    void this.till.use(() => {
      this.#log("warn", "counting the till");
      return this.till.use(() => this.order({ request: "count" }));
    });
    return "the till is being counted, which never ends; nobody is answered until the shop is started anew";
  }

  /** The receipt lies in the spool until the order is paid: no room, no order. */
  async #place(order: Order): Promise<Reply> {
    const receipt = `order-${order.order}.json`;
    try {
      if (this.#isDebugging) this.#dump(order);
      this.#spool.put(receipt, Buffer.from(JSON.stringify(order)));
      return await this.#checkout.pay(order);
    } catch (thrown) {
      if (!(thrown instanceof OutOfSpace)) throw thrown;
      return { status: 507, text: `order ${order.order} not taken: ${thrown.message}` };
    } finally {
      this.#spool.remove(receipt);
    }
  }

  #dump(order: Order): void {
    // Receipts come and go, and are small.
    if (this.#spool.use().usedBytes < this.#dumpedBytes - dumpBytes / 2) {
      this.#isDebugging = false;
      this.#log("info", "dumps were removed: debugging is switched off");
      return;
    }
    try {
      this.#spool.put(`debug-${order.order}.dump`, Buffer.alloc(dumpBytes, `${JSON.stringify(order)}\n`));
      this.#dumpedBytes = this.#spool.use().usedBytes;
    } catch (thrown) {
      if (!(thrown instanceof OutOfSpace)) throw thrown;
      this.#isDebugging = false;
      this.#log("warn", "no room for another dump: debugging is switched off");
    }
  }

  /** When it changes, and every now and then. */
  #tellOfDisk(): void {
    const { percent, quotaBytes } = this.#spool.use();
    const nowMs = performance.now();
    if (percent === this.#told.percent && nowMs - this.#told.atMs < tellAgainMs) return;
    this.#told = { percent, atMs: nowMs };
    if (percent < warnPercent) return;
    const isFull = percent >= errorPercent;
    const text = `disk ${isFull ? "full" : "filling"}: spool at ${percent} % of ${quotaBytes / 1e6} MB`;
    this.#log(isFull ? "error" : "warn", text);
  }
}
