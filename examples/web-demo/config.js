/** Paste here what the console's service overview shows for your application; `npm start` prints the same for a server on this machine. */
export const appKey = "rondo#demo";
export const apiUrl = "http://127.0.0.1:8080";
export const url = "ws://127.0.0.1:8080/websocket";
