"use strict";
/**
 * What is asked of a `my`, scene by scene, and what it says to that: played in Alipay's own base library to be recorded, and on
 * our imitation of it to be compared. It runs in a mini program, so it is ES2017 and knows no globals but timers.
 */
const PAUSE_MS = 500;
const SHORT_MS = 200;

/**
 * @param {any} my
 * @param {{ ws: string, http: string, file: string, settled?: (scene: object) => Promise<void> }} places `ws` ends with a slash;
 *   `file`: the path of a file that can be uploaded, "" where there is none; `settled`: waits until a scene has been heard out
 * @returns {Promise<{ name: string, calls: any[], heard: any[] }[]>} `calls`: `[function, options]`; `heard`: `[listener, value]`
 */
async function play(my, { ws, http, file, settled }) {
  const scenes = [];
  let calls = [];
  let heard = [];
  const hear = (who, ...values) => heard.push([who].concat(values.map(described)));
  const listener = (who) => (value) => hear(who, value);

  const scene = async (name, run) => {
    calls = [];
    heard = [];
    const played = { name, calls, heard };
    scenes.push(played);
    try {
      await run();
    } catch (error) {
      hear("thrown", error);
    }
    await (settled === undefined ? wait(PAUSE_MS) : settled(played));
  };

  /** Calls with all three callbacks, which tell as `who`. */
  const call = (target, name, options, who) => {
    calls.push([name, described(options)]);
    const callbacks = { complete: () => hear(`${who}.complete`) };
    for (const end of ["success", "fail"]) callbacks[end] = listener(`${who}.${end}`);
    const answer = target[name](Object.assign({}, options, callbacks));
    // It rejects although `fail` was given.
    if (answer && answer.catch) answer.catch(() => {});
    return answer;
  };

  /** The same without callbacks. */
  const tell = (target, name, options) => {
    calls.push([name, described(options)]);
    const answer = target[name](options);
    if (answer && answer.catch) answer.catch(() => {});
  };

  const connect = (path, options, who) => {
    const task = call(my, "connectSocket", Object.assign({ url: `${ws}${path}`, multiple: true }, options), "connect");
    if (who)
      for (const event of ["Open", "Message", "Error", "Close"]) task[`on${event}`](listener(`${who}.on${event}`));
    return task;
  };

  let task;
  await scene("task: connect", async () => {
    task = connect("", {}, "task");
    hear("returned", task.type);
  });
  await scene("task: text", async () => call(task, "send", { data: "hello" }, "send"));
  await scene("task: text that looks like base64", async () => call(task, "send", { data: "YWJj" }, "send"));
  await scene("task: binary", async () => call(task, "send", { data: "AAECA/8=", isBuffer: true }, "send"));
  await scene("task: an ArrayBuffer", async () =>
    call(task, "send", { data: new Uint8Array([1, 2, 3]).buffer }, "send"),
  );
  await scene("task: an object", async () => call(task, "send", { data: { a: 1 } }, "send"));
  await scene("task: a listener that was taken away", async () => {
    const another = () => hear("another.onMessage");
    task.onMessage(another);
    tell(task, "send", { data: "a1" });
    await wait(SHORT_MS);
    task.offMessage(another);
    tell(task, "send", { data: "a2" });
  });
  await scene("task: all listeners taken away", async () => {
    task.offMessage();
    tell(task, "send", { data: "a3" });
  });
  await scene("task: closed by the server", async () => tell(task, "send", { data: "kick" }));
  await scene("task: send after that", async () => call(task, "send", { data: "late" }, "send"));
  await scene("task: close after that", async () => call(task, "close", {}, "close"));
  await scene("task: closed with a code and a reason", async () => {
    const closing = connect("", {}, "task");
    await wait(300);
    call(closing, "close", { code: 3001, reason: "bye" }, "close");
  });
  await scene("task: nobody at the port", async () => connect("", { url: "ws://127.0.0.1:1/" }, "task"));
  await scene("task: send before it is open", async () => {
    const early = connect("", {}, "task");
    call(early, "send", { data: "early" }, "send");
    await wait(300);
    tell(early, "close", {});
  });
  for (const url of ["", "http://127.0.0.1/", "foo", undefined]) {
    await scene(`task: the address ${url === undefined ? "undefined" : `"${url}"`}`, async () => connect("", { url }));
  }
  await scene("task: eight at once", async () => {
    const all = [];
    for (let index = 0; index < 8; index++) {
      const each = my.connectSocket({
        url: ws,
        multiple: true,
        success: () => hear("success"),
        fail: listener("fail"),
      });
      each.onOpen(() => hear("open"));
      all.push(each);
    }
    await wait(PAUSE_MS);
    for (const each of all) tell(each, "close", {});
  });
  await scene("task: which texts are called binary", async () => {
    const raw = my.connectSocket({ url: `${ws}raw`, multiple: true });
    raw.onMessage(({ data }) => hear("raw", data));
    await wait(SHORT_MS);
    const texts = [
      "YWJj",
      "ping",
      "pong",
      "2",
      "3probe",
      "null",
      "42",
      '{"a":1}',
      "",
      "abc",
      "abcd",
      "hello world",
      "你好",
    ];
    for (const data of texts) {
      tell(raw, "send", { data });
      await wait(60);
    }
    await wait(SHORT_MS);
    tell(raw, "close", {});
  });

  const messages = listener("my.onSocketMessage");
  await scene("shared: connect", async () => {
    for (const event of ["Open", "Error", "Close"]) my[`onSocket${event}`](listener(`my.onSocket${event}`));
    my.onSocketMessage(messages);
    hear("returned", connect("s1", { multiple: false }));
  });
  const say = (data, options) => void call(my, "sendSocketMessage", Object.assign({ data }, options), "send");
  await scene("shared: text, text that looks like base64, binary", async () => {
    say("hey");
    await wait(SHORT_MS);
    say("YWJj");
    await wait(SHORT_MS);
    say("AAECA/8=", { isBuffer: true });
  });
  await scene("shared: a second connection while one is open", async () => connect("s2", { multiple: false }));
  await scene("shared: two more at once", async () => {
    connect("s3", { multiple: false });
    connect("s4", { multiple: false });
  });
  await scene("shared: a listener that was added twice", async () => {
    my.onSocketMessage(messages);
    tell(my, "sendSocketMessage", { data: "twice" });
    await wait(SHORT_MS);
    my.offSocketMessage(messages);
    tell(my, "sendSocketMessage", { data: "after off(fn)" });
    await wait(SHORT_MS);
    my.offSocketMessage();
    tell(my, "sendSocketMessage", { data: "after off()" });
  });
  await scene("shared: close", async () => void call(my, "closeSocket", { code: 3002, reason: "x" }, "close"));
  await scene("shared: send after that", async () => say("late"));
  await scene("shared: close after that", async () => void call(my, "closeSocket", {}, "close"));
  await scene("shared: what a send returns", async () => {
    const promise = my.sendSocketMessage({ data: "x" });
    hear("returned", typeof promise.then);
    promise.then(listener("resolved"), listener("rejected"));
  });

  const ask = (path, options) => void call(my, "request", Object.assign({ url: `${http}${path}` }, options), "request");
  await scene("request: 500, as text", async () => ask("/api/500", { dataType: "text" }));
  await scene("request: 500 that is no JSON", async () => ask("/api/500", {}));
  await scene("request: nobody at the port", async () => ask("", { url: "http://127.0.0.1:1/" }));
  await scene("request: data of a GET", async () => ask("/api/hello", { data: { name: "中 1" } }));
  await scene("request: bytes", async () => {
    const success = (result) => hear("bytes", result.data, Object.keys(result).sort());
    my.request({ url: `${http}/api/hello`, dataType: "arraybuffer", success, fail: listener("fail") });
  });
  await scene("request: what it returns", async () => {
    const promise = my.request({ url: `${http}/api/hello?name=p` });
    hear("returned", typeof promise.then, typeof promise.abort);
    promise.then(({ status }) => hear("resolved", status), listener("rejected"));
  });

  if (file !== "") {
    const upload = (options) =>
      void call(my, "uploadFile", Object.assign({ url: `${http}/api/upload`, filePath: file }, options), "upload");
    await scene("upload: a file with fields", async () =>
      upload({
        name: "file",
        fileName: "file",
        fileType: "image",
        header: { "x-token": "t" },
        formData: { room: "7" },
      }),
    );
    await scene("upload: no kind of file", async () => upload({ name: "file", fileName: "file" }));
    await scene("upload: an answer of 500", async () =>
      upload({ url: `${http}/api/500`, name: "file", fileName: "file", fileType: "image" }),
    );
  }

  const keep = (name, options) => void call(my, name, options, name);
  await scene("storage: set and get", async () => {
    keep("setStorage", { key: "a", data: { deep: [1] } });
    await wait(SHORT_MS);
    keep("getStorage", { key: "a" });
  });
  await scene("storage: a key that is not there", async () => keep("getStorage", { key: "missing" }));
  await scene("storage: remove", async () => {
    keep("removeStorage", { key: "a" });
    await wait(SHORT_MS);
    keep("getStorage", { key: "a" });
  });
  await scene("storage: at once", async () => {
    hear("returned", my.setStorageSync({ key: "b", data: "text" }));
    hear("returned", my.getStorageSync({ key: "b" }));
    hear("returned", my.removeStorageSync({ key: "b" }));
    hear("returned", my.getStorageSync({ key: "b" }));
  });
  return scenes;

  /** As JSON can hold it, without members that are undefined. Where the peers and the file are is another place each time. */
  function described(value) {
    const open = [];
    const text = JSON.stringify({ value: value === undefined ? "undefined" : value }, (_, each) => {
      if (each instanceof ArrayBuffer) return `ArrayBuffer(${each.byteLength})`;
      if (each instanceof Error) return each.message;
      if (each === file && file !== "") return "the file";
      if (typeof each === "string") return each.split(ws).join("ws://peer/").split(http).join("http://peer");
      if (each === null || typeof each !== "object") return each;
      if (open.indexOf(each) >= 0) return "the same again";
      open.push(each);
      return each;
    });
    return JSON.parse(text).value;
  }
}

function wait(ms) {
  return new Promise((done) => setTimeout(done, ms));
}

module.exports = { play };
