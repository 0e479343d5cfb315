import type { ShopLog } from "./shop-log.ts";
import { type Payments, readToken } from "./shop-payments.ts";

/** Its number, and the visitor's fields, as they stand in log lines. */
export type Order = Readonly<Record<string, string | number>> & { readonly order: number };

/** What a visitor is told; the status is one of HTTP. */
export interface Reply {
  readonly status: number;
  readonly text: string;
}

/** Takes the money, with the token that was read last. */
export interface Checkout {
  pay(order: Order): Promise<Reply>;
  /** Reads the token again. @throws Error where there is none; the one before stays. */
  reread(): void;
}

const attempts = 3;
const timeoutMs = 250;

export function openCheckout(options: {
  readonly payments: Payments;
  readonly configuration: string;
  readonly log: ShopLog;
}): Checkout {
  const { payments, configuration, log } = options;
  let token = readToken(configuration);

  async function charge(order: Order): Promise<200 | 401 | 402 | "late"> {
    const late = AbortSignal.timeout(timeoutMs);
    try {
      return await payments.charge(token, order.order, late);
    } catch (thrown) {
      if (late.aborted) return "late";
      throw thrown;
    }
  }

  return {
    pay: async (order) => {
      for (let attempt = 1; attempt <= attempts; attempt++) {
        const answer = await charge(order);
        switch (answer) {
          case 200:
            return { status: 200, text: `order ${order.order} paid` };
          case 401:
            // Careless, as lines of real logs are: whoever shows it has to hide the token.
            return { status: 502, text: `payment refused: 401 from payments, token=${token} is not valid` };
          case 402:
            return { status: 402, text: "payment refused: 402 from payments, card declined" };
          case "late":
            log("warn", `timeout after ${timeoutMs}ms calling payments, retry=${attempt}`, order);
        }
      }
      return { status: 502, text: `payments did not answer ${attempts} calls` };
    },
    reread: () => {
      token = readToken(configuration);
    },
  };
}
