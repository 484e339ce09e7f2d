import { expect, it } from "vitest";
import { CrowdLedger } from "./crowd-ledger.ts";
import { faultsOf } from "./ledger.ts";

/** Four are online, two of them send. */
function crowd(): CrowdLedger {
  const ledger = new CrowdLedger({ online: 4, senders: 2 });
  ledger.send(0, 2);
  ledger.send(1, 1);
  return ledger;
}

it("a run in which everybody else gets everything once and in order has no faults", () => {
  const ledger = crowd();
  for (const [sender, number] of [
    [0, 0],
    [0, 1],
    [1, 0],
  ] as const) {
    ledger.answer(sender, number, 0);
    for (const receiver of [0, 1, 2, 3]) if (receiver !== sender) ledger.deliver(receiver, sender, number);
  }
  expect(ledger.isSettled).toBe(true);
  expect(ledger.close()).toMatchObject({ sent: 3, acked: 3, delivered: 9 });
  expect(faultsOf(ledger.close())).toEqual([]);
});

it("each way of going wrong is counted by its own name", () => {
  const ledger = crowd();
  ledger.answer(0, 0, 0);
  ledger.answer(0, 1, 7);
  ledger.deliver(1, 0, 1);
  ledger.deliver(1, 0, 0);
  ledger.deliver(1, 0, 0);
  ledger.deliver(0, 0, 0);
  ledger.deliver(2, 0, 5);
  expect(ledger.isSettled).toBe(false);
  // Of the accepted message two receivers have nothing; the refused one has reached one.
  expect(faultsOf(ledger.close())).toEqual(["2 lost", "1 duplicated", "1 disordered", "3 stray", "1 unanswered"]);
});

it("an answer to what was not sent is none", () => {
  const ledger = crowd();
  expect(ledger.answer(0, 2, 0)).toBe(false);
  expect(ledger.answer(3, 0, 0)).toBe(false);
});
