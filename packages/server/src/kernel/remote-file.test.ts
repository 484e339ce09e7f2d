import { buffer } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type StandIn, standIn } from "./provider.fixture.ts";
import { isPublicAddress } from "./public-address.ts";
import { openRemoteFile, type RemoteOptions } from "./remote-file.ts";

let server: StandIn;
beforeEach(async () => {
  server = await standIn(() => ({ text: "hello", headers: { "content-type": "text/plain" } }));
});
afterEach(() => server.close());

const here: RemoteOptions = { isAllowed: (address) => address === "127.0.0.1" };
const read = async (url: string, options: RemoteOptions = here) => {
  const { contentType, bytes } = await openRemoteFile(url, options);
  return { contentType, text: (await buffer(bytes)).toString() };
};

describe("a public address", () => {
  it.each(["1.1.1.1", "8.8.8.8", "172.15.0.1", "172.32.0.1", "100.63.0.1", "223.255.255.255", "2606:4700::1111"])(
    "%s is one",
    (address) => expect(isPublicAddress(address)).toBe(true),
  );

  it.each([
    ...[
      "0.0.0.0",
      "127.0.0.1",
      "127.1.2.3",
      "10.1.2.3",
      "172.16.0.1",
      "172.31.255.255",
      "192.168.1.1",
      "169.254.169.254",
    ],
    ...[
      "100.64.0.1",
      "192.0.0.8",
      "192.0.2.1",
      "198.18.0.1",
      "198.51.100.1",
      "203.0.113.1",
      "224.0.0.1",
      "255.255.255.255",
    ],
    ...[
      "::",
      "::1",
      "::ffff:127.0.0.1",
      "::ffff:8.8.8.8",
      "::127.0.0.1",
      "64:ff9b::7f00:1",
      "fe80::1",
      "fc00::1",
      "fd12::1",
    ],
    ...["ff02::1", "2001::1", "2001:db8::1", "2002:7f00:1::", "3fff::1", "100::1", "localhost", ""],
  ])("%s is none", (address) => expect(isPublicAddress(address)).toBe(false));
});

describe("a file of somebody else", () => {
  it("is fetched, with its type", async () => {
    expect(await read(server.url)).toEqual({ contentType: "text/plain", text: "hello" });
  });

  it("is not fetched from inside, whatever the address looks like", async () => {
    const port = new URL(server.url).port;
    for (const host of ["127.0.0.1", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]", "[::1]", "localhost", "0"]) {
      await expect(read(`http://${host}:${port}/`, {})).rejects.toMatchObject({ fault: "forbidden" });
    }
    expect(server.seen).toEqual([]);
  });

  it("is not fetched by a name of which one address is inside", async () => {
    const outside = { address: "93.184.216.34", family: 4 };
    const resolve = async () => [outside, { address: "10.0.0.1", family: 4 }];
    await expect(read("http://files.example/", { resolve })).rejects.toMatchObject({ fault: "forbidden" });
    await expect(read("http://files.example/", { resolve: async () => [] })).rejects.toMatchObject({
      fault: "unreachable",
    });
  });

  it("comes from the address that was looked at, not from another one that the name has later", async () => {
    const asked: string[] = [];
    const resolve = async (host: string) => {
      asked.push(host);
      return asked.length === 1 ? [{ address: "127.0.0.1", family: 4 }] : [{ address: "127.0.0.2", family: 4 }];
    };
    const url = `http://files.example:${new URL(server.url).port}/a`;
    expect(await read(url, { ...here, resolve })).toMatchObject({ text: "hello" });
    expect(asked).toEqual(["files.example"]);
    expect(server.seen[0]?.headers.host).toMatch(/^files\.example/);
  });

  it("is followed where it has gone, three times, and not inside or to another kind of address", async () => {
    const to = (location: string) => ({ status: 302, headers: { location }, text: "" });
    server.answer = ({ path }) => {
      const left = Number(path.slice(1));
      return left > 0 ? to(`/${left - 1}`) : { text: "there" };
    };
    expect(await read(`${server.url}/3`)).toMatchObject({ text: "there" });
    await expect(read(`${server.url}/4`)).rejects.toMatchObject({ fault: "refused" });
    for (const [location, fault] of [
      [server.url.replace("127.0.0.1", "127.0.0.2"), "forbidden"],
      [server.url.replace("127.0.0.1", "localhost.localdomain.invalid"), "unreachable"],
      ["file:///etc/passwd", "address"],
      ["http://user:word@127.0.0.1/", "address"],
      ["http://[", "address"],
    ] as const) {
      server.answer = () => to(location);
      await expect(read(server.url)).rejects.toMatchObject({ fault });
    }
  });

  it("is asked for with what its own host is to know, and no other", async () => {
    const other = await standIn(() => ({ text: "other" }));
    server.answer = ({ path }) =>
      path === "/1" ? { text: "same" } : { status: 302, headers: { location: "/1" }, text: "" };
    const headers = { "share-secret": "s" };
    await read(server.url, { ...here, headers });
    expect(server.seen.map((asked) => asked.headers["share-secret"])).toEqual(["s", "s"]);
    server.answer = () => ({ status: 307, headers: { location: other.url }, text: "" });
    expect(await read(server.url, { ...here, headers })).toMatchObject({ text: "other" });
    expect(other.seen[0]?.headers).not.toHaveProperty("share-secret");
    await other.close();
  });

  it("is given up when its host says no, nothing, or is not there", async () => {
    for (const status of [404, 500, 204, 206, 304]) {
      server.answer = () => ({ status, text: "" });
      await expect(read(server.url)).rejects.toMatchObject({ fault: "refused", status });
    }
    server.answer = () => "silence";
    await expect(read(server.url, { ...here, timeoutMs: 50 })).rejects.toMatchObject({ fault: "slow" });
    server.release();
    const broken = read(server.url);
    await server.arrived();
    server.release();
    await expect(broken).rejects.toMatchObject({ fault: "unreachable" });
    await expect(read("ftp://127.0.0.1/")).rejects.toMatchObject({ fault: "address" });
    await expect(read("nowhere")).rejects.toMatchObject({ fault: "address" });
  });

  it("is left when nobody reads on", async () => {
    server.answer = () => ({ text: "x".repeat(10_000_000) });
    const { bytes } = await openRemoteFile(server.url, here);
    let seen = 0;
    for await (const chunk of bytes) {
      seen += chunk.byteLength;
      break;
    }
    expect(seen).toBeLessThan(10_000_000);
  });
});
