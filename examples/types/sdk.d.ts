/** What `src/sdk/Rondo-chat-miniProgram.js` is, once `prepare.js` has put it there: the SDK as its application uses it. */
type Sdk = typeof import("../../packages/sdk/api/sdk").default;

declare const WebIM: Sdk & { conn: InstanceType<Sdk["connection"]> };
export = WebIM;
