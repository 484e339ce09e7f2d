"use strict";
/** Serves a compiled program in Alipay's simulator, on this machine only. */
const { readFileSync, statSync } = require("node:fs");
const { createServer } = require("node:http");
const { dirname, extname, join, sep } = require("node:path");
const { nativeHttp } = require("./native-http.js");

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css",
  ".json": "application/json",
  ".woff": "font/woff",
  ".png": "image/png",
};

/**
 * @param {{ program: string, page: string, port?: number }} options `program`: the compiled one; `page`: the first
 * @returns {Promise<{ url: string, stop(): Promise<void> }>}
 */
async function startSimulator({ program, page, port = 0 }) {
  const lyra = dirname(require.resolve("miniu-lyra-dist/package.json"));
  const folders = { "/program/": program, "/lyra/": lyra };

  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    const send = (status, body, type = "application/json") => {
      const cors = { "access-control-allow-origin": "*", "access-control-allow-headers": "*" };
      response.writeHead(status, { ...cors, "content-type": type });
      response.end(body);
    };
    if (request.method === "OPTIONS") return send(204, "");
    if (pathname === "/") return send(200, hostPage({ appId: "2021000000000001", page }), TYPES[".html"]);
    if (pathname === "/http") return send(200, JSON.stringify(await nativeHttp(JSON.parse(await bodyOf(request)))));
    const file = fileAt(folders, pathname);
    if (file === undefined) return send(404, "not found", "text/plain");
    return send(200, readFileSync(file), TYPES[extname(file)] ?? "application/octet-stream");
  });
  await new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    stop: () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
}

function hostPage(settings) {
  const style = "html,body{margin:0;height:100%}iframe{border:0;width:100%;height:100%}";
  const script = `const SETTINGS = ${JSON.stringify(settings)};\n${readFileSync(join(__dirname, "host-page.js"), "utf8")}`;
  return `<!doctype html><meta charset="utf-8"><style>${style}</style><body><script>${script}</script>`;
}

function fileAt(folders, pathname) {
  for (const [prefix, folder] of Object.entries(folders)) {
    if (!pathname.startsWith(prefix)) continue;
    const file = join(folder, decoded(pathname.slice(prefix.length)));
    const isInside = file.startsWith(folder + sep);
    if (isInside && statSync(file, { throwIfNoEntry: false })?.isFile()) return file;
  }
  return undefined;
}

/** What cannot be decoded names no file. */
function decoded(path) {
  try {
    return decodeURIComponent(path);
  } catch {
    return "";
  }
}

async function bodyOf(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

module.exports = { startSimulator };
