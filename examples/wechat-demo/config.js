/**
 * Paste here what the console's service overview shows for your application. `npm start` prints the same for a server on
 * this machine. WeChat demands https and wss on phones, and the domains on the program's lists for request, uploadFile,
 * downloadFile and socket.
 */
module.exports = {
  appKey: "rondo#demo",
  apiUrl: "http://127.0.0.1:8080",
  url: "ws://127.0.0.1:8080/websocket",
};
