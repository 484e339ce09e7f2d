import { describe, expect, it } from "vitest";
import { AckGate } from "./ack-gate.ts";
import { Frame } from "./frame.ts";

const queue = { name: "bob" };
const other = { name: "carol" };

/** A gate, and the numbers of the acks that have left it. */
function open() {
  const sent: number[] = [];
  const gate = new AckGate({ send: (frame) => sent.push(frame.binary[2] ?? 0) });
  let next = 0;
  const ack = (count: number): void => {
    for (let i = 0; i < count; i++) gate.ack(new Frame(Uint8Array.of(next++ % 256)));
  };
  const seconds = (count: number): void => {
    for (let i = 0; i < count; i++) gate.tick();
  };
  return { gate, seconds, sent, ack };
}

/** One whose session knows what the one before it left. */
function returned() {
  const parts = open();
  parts.gate.returned();
  return parts;
}

describe("[DE12] acks of a device's own messages", () => {
  it("leave at once while nothing can come again", () => {
    const { sent, ack } = returned();
    ack(200);
    expect(sent).toHaveLength(200);
  });

  it("wait after thirty that followed a batch, until the batch is recorded, and keep their order", () => {
    const { gate, sent, ack } = returned();
    ack(5);
    gate.exposed(queue, "25");
    ack(40);
    expect(sent).toHaveLength(35);
    gate.recorded(queue, "24");
    expect(sent).toHaveLength(35);
    gate.recorded(queue, "25");
    expect(sent).toEqual(Array.from({ length: 45 }, (_, n) => n));
    ack(1);
    expect(sent).toHaveLength(46);
  });

  it("are counted from the oldest batch that is not recorded, of whatever queue", () => {
    const { gate, sent, ack } = returned();
    gate.exposed(queue, "10");
    ack(20);
    gate.exposed(other, "9");
    ack(20);
    expect(sent).toHaveLength(30);
    gate.recorded(queue, "10");
    expect(sent).toHaveLength(40);
    ack(20);
    expect(sent).toHaveLength(50);
  });

  it("are counted from when a batch left first, when it leaves again", () => {
    const { gate, sent, ack } = returned();
    gate.exposed(queue, "10");
    ack(20);
    gate.exposed(queue, "10");
    ack(20);
    expect(sent).toHaveLength(30);
    gate.recorded(queue, "10");
    expect(sent).toHaveLength(40);
    ack(60);
    expect(sent).toHaveLength(100);
  });

  it("wait after six in a new session, until what was pending is recorded", () => {
    const { gate, sent, ack } = open();
    ack(20);
    expect(sent).toHaveLength(6);
    gate.returned();
    expect(sent).toHaveLength(20);
  });

  it("do not wait longer than ten seconds for a client that acknowledges nothing", () => {
    const { gate, seconds, sent, ack } = returned();
    gate.exposed(queue, "1");
    ack(31);
    seconds(9);
    expect(sent).toHaveLength(30);
    seconds(1);
    expect(sent).toHaveLength(31);
  });

  it("wait for the store as long as it takes, once the client has acknowledged: it may be killed before", () => {
    const { gate, seconds, sent, ack } = returned();
    gate.exposed(queue, "1");
    ack(31);
    gate.acknowledged(queue, "1");
    seconds(60);
    expect(sent).toHaveLength(30);
    gate.recorded(queue, "1");
    expect(sent).toHaveLength(31);
  });

  it("do not pile up: 257 of them all leave", () => {
    const { gate, sent, ack } = returned();
    gate.exposed(queue, "1");
    ack(30 + 256);
    expect(sent).toHaveLength(30);
    ack(1);
    expect(sent).toHaveLength(287);
  });

  it("leave when the session is asked to end", () => {
    const { gate, sent, ack } = open();
    ack(100);
    gate.flush();
    expect(sent).toHaveLength(100);
  });
});
