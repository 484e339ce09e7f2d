import type { Seeded } from "../seeded.ts";
import { mutated } from "./mutate.ts";
import { nastyText } from "./nasty.ts";

/** One red pixel: small enough to go along, and real enough for the picture decoder. */
const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC",
  "base64",
);

/** A form with files, as it should be or not quite. */
export function multipart(random: Seeded, evil: number): { type: string; content: Uint8Array } {
  const boundary = random.pick(["x", "----WebKitFormBoundaryabc", "'()+_,-./:=?", "a".repeat(70), "a".repeat(200)]);
  const parts = Array.from({ length: random.chance(0.5 * evil) ? random.pick([0, 2, 3, 50]) : 1 }, () =>
    part(random, boundary),
  );
  const end = !random.chance(0.2 * evil) ? `--${boundary}--\r\n` : "";
  const content = Buffer.concat([...parts, Buffer.from(end)]);
  const type = `multipart/form-data; boundary=${!random.chance(0.1 * evil) ? boundary : "other"}`;
  return { type, content: random.chance(0.4 * evil) ? mutated(content, random) : content };
}

function part(random: Seeded, boundary: string): Buffer {
  const name = random.pick(["file", "file", "part_file", "part_number", "thumbnail-width", plain(nastyText(random))]);
  const filename = random.chance(0.8)
    ? `; filename="${random.pick(["a.png", "../../x", "", 'a\\"b', plain(nastyText(random))])}"`
    : "";
  const type = random.pick(["", "Content-Type: image/png\r\n", "Content-Type: x\r\n", "Content-Type: text/html\r\n"]);
  return Buffer.concat([
    Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${name}"${filename}\r\n${type}\r\n`),
    content(random, name),
    Buffer.from("\r\n"),
  ]);
}

function content(random: Seeded, name: string): Uint8Array {
  if (name === "part_number") return Buffer.from(random.pick(["1", "2", "0", "10001", "-1", "1e3", "x", ""]));
  return random.pick<() => Uint8Array>([
    () => PNG,
    () => mutated(PNG, random),
    () => Buffer.concat([PNG.subarray(0, 30), random.bytes(50)]),
    () => random.bytes(random.below(300)),
    () => new Uint8Array(random.pick([0, 1000, 300_000])),
    () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="99999" height="99999"/>'),
    () => Buffer.from("GIF89a\xff\xff\xff\xff\0\0\0", "latin1"),
  ])();
}

const plain = (text: string): string => text.replaceAll(/[\r\n"]/g, "_");
