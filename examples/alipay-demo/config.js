/**
 * Paste here what the console's service overview shows for your application. `npm start` prints the same for a server on
 * this machine. Alipay demands https and wss on phones, and both domains on the program's list of allowed domains.
 */
module.exports = {
  appKey: "rondo#demo",
  apiUrl: "http://127.0.0.1:8080",
  url: "ws://127.0.0.1:8080/websocket",
  /** Whether "continue with Alipay" is offered: the application is set up for it in the console. */
  signInWithAlipay: false,
};
