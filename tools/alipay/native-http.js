"use strict";
/**
 * The phone's side of `my.request`, `my.uploadFile` and `my.downloadFile`: the simulator posts what it is asked for as
 * JSON and gets the answer as JSON, files as base64.
 */
const { randomUUID } = require("node:crypto");
const http = require("node:http");
const https = require("node:https");

const OURS = /^(connection|host|content-length)$/i;
const TIMEOUT_MS = 30_000;

/**
 * @param {any} asked `{ url, method, headers, data, responseType, timeout, fileName, fileData, formData }`
 * @returns {Promise<object>} `{ success, data: { status, headers, data } }` or `{ success: false, errorMessage }`
 */
function nativeHttp(asked) {
  const failed = (error) => ({ success: false, errorMessage: error.message });
  return new Promise((resolve) => {
    let url;
    try {
      url = new URL(asked.url);
    } catch (error) {
      resolve(failed(error));
      return;
    }
    const method = asked.method || "GET";
    const { headers, body } = asked.fileData == null ? plain(asked, method) : upload(asked);
    const client = url.protocol === "https:" ? https : http;
    const request = client.request(url, { method, headers, timeout: asked.timeout || TIMEOUT_MS }, (response) => {
      const chunks = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.on("end", () => {
        const encoding = asked.responseType === "base64" ? "base64" : "utf8";
        const data = Buffer.concat(chunks).toString(encoding);
        resolve({ success: true, data: { status: response.statusCode, headers: response.headers, data } });
      });
    });
    request.on("timeout", () => request.destroy(new Error("timeout")));
    request.on("error", (error) => resolve(failed(error)));
    request.end(body);
  });
}

function headersOf({ headers }) {
  return Object.fromEntries(Object.entries(headers ?? {}).filter(([name, value]) => !OURS.test(name) && value !== ""));
}

function plain(asked, method) {
  const headers = headersOf(asked);
  if (asked.data == null || method === "GET" || method === "HEAD") return { headers, body: undefined };
  const body = Buffer.from(String(asked.data));
  return { headers: { ...headers, "content-length": body.length }, body };
}

function upload(asked) {
  const boundary = `----rondo${randomUUID()}`;
  const part = (disposition, content) => [
    `--${boundary}\r\nContent-Disposition: form-data; ${disposition}\r\n`,
    content,
    "\r\n",
  ];
  const fields = Object.entries(asked.formData ?? {}).flatMap(([name, value]) =>
    part(`name="${name}"`, `\r\n${value}`),
  );
  const type = "Content-Type: application/octet-stream\r\n\r\n";
  const file = part(
    `name="${asked.fileName}"; filename="upload"`,
    Buffer.concat([Buffer.from(type), Buffer.from(asked.fileData, "base64")]),
  );
  const body = Buffer.concat([...fields, ...file, `--${boundary}--\r\n`].map((piece) => Buffer.from(piece)));
  const headers = Object.fromEntries(
    Object.entries(headersOf(asked)).filter(([name]) => !/^content-type$/i.test(name)),
  );
  const length = { "content-length": body.length, "content-type": `multipart/form-data; boundary=${boundary}` };
  return { headers: { ...headers, ...length }, body };
}

module.exports = { nativeHttp };
