import { randomBytes } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance, FastifyReply } from "fastify";
import { AppError } from "../../kernel/errors.ts";
import { pathOf } from "../address.ts";

/** Stands in index.html wherever a nonce belongs; the pages' source puts it there. */
const PLACEHOLDER = "__CSP_NONCE__";

/**
 * The pages of the console, as they were built: files with a hash in their name for ever, and index.html for every other path
 * below `/console`, each time with a new nonce. Without a build the path says how to make one.
 */
export function mountPages(server: FastifyInstance, directory: string): void {
  const path = join(directory, "index.html");
  const index = existsSync(path) ? readFileSync(path, "utf8") : undefined;
  if (index !== undefined) {
    const assets = join(directory, "assets");
    server.register(fastifyStatic, {
      root: assets,
      prefix: "/console/assets/",
      index: false,
      cacheControl: false,
      // The build leaves both kinds beside each file.
      preCompressed: true,
      setHeaders: (reply, file) => {
        reply.header("x-content-type-options", "nosniff");
        const isHashed = file.startsWith(assets);
        reply.header("cache-control", isHashed ? "public, max-age=31536000, immutable" : "no-cache");
      },
    });
    // A route for each of the few files beside it, so that everything else is a page.
    for (const name of plainFilesOf(directory)) {
      server.get(`/console/${name}`, (_, reply) => reply.sendFile(name, directory));
    }
  }
  for (const url of ["/console", "/console/*"]) {
    server.get(url, async (request, reply) => {
      if (index === undefined) return sendPage(reply, notBuilt(), { status: 503 });
      // What is named like a file and is none must not be answered with a page.
      if (/\.[a-z0-9]{1,8}$/i.test(pathOf(request))) throw new AppError("NOT_FOUND");
      return sendPage(reply, index, { status: 200 });
    });
  }
}

/** Without the page itself and without what is there in compressed form only. */
function plainFilesOf(directory: string): string[] {
  const files = readdirSync(directory, { withFileTypes: true }).filter((entry) => entry.isFile());
  return files.map(({ name }) => name).filter((name) => name !== "index.html" && !/\.(br|gz)$/.test(name));
}

function sendPage(reply: FastifyReply, html: string, { status }: { status: number }): FastifyReply {
  const nonce = randomBytes(16).toString("base64url");
  for (const [name, value] of Object.entries(securityHeaders(nonce))) reply.header(name, value);
  reply.removeHeader("access-control-allow-origin");
  return reply.code(status).type("text/html; charset=utf-8").send(html.replaceAll(PLACEHOLDER, nonce));
}

/**
 * Scripts are the built files only. Styles that the component library makes while it runs carry the nonce. The page talks to this server, and for the
 * connection test to whatever address the application is said to have; pictures of messages come from there, too.
 */
function securityHeaders(nonce: string): Record<string, string> {
  const policy = [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'`,
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob: https: http:",
    "font-src 'self' data:",
    "connect-src 'self' https: http: wss: ws:",
    "media-src 'self' blob: https: http:",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ];
  return {
    "content-security-policy": policy.join("; "),
    "cache-control": "no-store",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
  };
}

function notBuilt(): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Rondo</title></head>
<body><h1>The console has not been built</h1>
<p>The server works, and its pages are not there. In the project's folder run</p>
<pre>npm run build --workspace packages/console</pre>
<p>and start the server again.</p>
<h1>控制台尚未构建</h1>
<p>服务器运行正常，但页面文件不存在。请在项目目录中运行上面的命令，然后重新启动服务器。</p></body></html>
`;
}
