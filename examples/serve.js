/**
 * The page of examples/web-demo on this machine: `npm run demo:web`. Anything that serves files does as well; only opening
 * them from the disk does not, because browsers load modules from servers.
 */
import { createReadStream, existsSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { dirname, extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { prepare } from "./prepare.js";

const PORT = 8090;
const TYPES = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css" };

/**
 * @param {string} folder
 * @param {number} port 0: any that is free
 * @returns {Promise<{ url: string, stop(): Promise<void> }>}
 */
export async function serve(folder, port) {
  const server = createServer((request, reply) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    // As a path below the root it cannot lead out of the folder. Names here need no decoding.
    const file = join(folder, pathname === "/" ? "index.html" : normalize(pathname));
    if (!existsSync(file) || !statSync(file).isFile()) {
      reply.writeHead(404).end();
      return;
    }
    const type = TYPES[extname(file)] ?? "application/octet-stream";
    reply.writeHead(200, { "content-type": `${type}; charset=utf-8`, "cache-control": "no-cache" });
    createReadStream(file).pipe(reply);
  });
  await new Promise((done, fail) => {
    server.once("error", fail);
    server.listen(port, "127.0.0.1", () => done(undefined));
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the page's server has no port");
  return {
    url: `http://127.0.0.1:${address.port}/`,
    stop: () => {
      server.closeAllConnections();
      return new Promise((done) => server.close(() => done()));
    },
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const demo = join(dirname(fileURLToPath(import.meta.url)), "web-demo");
  prepare(demo);
  const { url } = await serve(demo, PORT);
  process.stdout.write(`${url}\n`);
}
