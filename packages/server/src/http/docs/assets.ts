import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

/** No code and no style stands in the page, so that its policy need not allow any. */
const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Rondo REST interface</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="/docs/swagger-ui.css">
    <link rel="stylesheet" href="/docs/page.css">
  </head>
  <body>
    <main id="docs"></main>
    <script src="/docs/swagger-ui-bundle.js"></script>
    <script src="/docs/page.js"></script>
  </body>
</html>
`;

const SCRIPT = `SwaggerUIBundle({
  url: "/docs/openapi.json",
  dom_id: "#docs",
  deepLinking: true,
  docExpansion: "none",
  filter: true,
  defaultModelsExpandDepth: 0,
  tryItOutEnabled: false,
});
`;

const STYLE = `body { margin: 0; }
`;

export interface Source {
  readonly type: string;
  load(): Promise<Buffer>;
}

const HTML = "text/html; charset=utf-8";
const CSS = "text/css; charset=utf-8";
const JAVASCRIPT = "text/javascript; charset=utf-8";

const file = (path: string) => () => readFile(path);
const own = (text: string) => async () => Buffer.from(text);

/** What the page is made of, by the name it is asked for. */
export const sources: Readonly<Record<string, Source>> = {
  "page.html": { type: HTML, load: own(PAGE) },
  "page.js": { type: JAVASCRIPT, load: own(SCRIPT) },
  "page.css": { type: CSS, load: own(STYLE) },
  "swagger-ui.css": { type: CSS, load: file(require.resolve("@fastify/swagger-ui/static/swagger-ui.css")) },
  "swagger-ui-bundle.js": {
    type: JAVASCRIPT,
    load: file(require.resolve("@fastify/swagger-ui/static/swagger-ui-bundle.js")),
  },
};
