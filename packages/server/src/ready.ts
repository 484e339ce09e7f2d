/** What a started server tells the person, or the program, that started it. */
export interface Ready {
  /** Scheme, host and port, without a trailing slash. */
  readonly rest: string;
  readonly websocket: string;
  readonly appKey: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly dataDir: string;
  readonly pid: number;
}

/** One line for programs. */
export function readyLine({ rest, websocket, appKey, clientId, clientSecret, pid }: Ready): string {
  return JSON.stringify({ event: "ready", rest, websocket, appKey, clientId, clientSecret, pid });
}

/** The block for people: addresses, keys, and what to paste. */
export function readyBlock(ready: Ready): string {
  return `
  Rondo is running (development mode, data in ${ready.dataDir})

  REST           ${ready.rest}
  WebSocket      ${ready.websocket}
  Console        ${ready.rest}/console
  appKey         ${ready.appKey}   (anybody may register)
  client id      ${ready.clientId}
  client secret  ${ready.clientSecret}

  Paste this into your mini program or page:

${connectionSnippet(ready)}

  Stop with Ctrl+C.
`;
}

/** A server that has no owner yet, for its operator: nobody else on the network knows the code. */
export function firstRunBlock({ rest, setupCode }: { rest: string; setupCode: string }): string {
  return `
  This server has no owner yet. Open ${rest}/console and make the first account with the code

      ${setupCode}

`;
}

/**
 * The compatible configuration with this server's addresses. `isHttpDNS: false` matters: without it the official SDK asks
 * its vendor's name service and ignores `url` and `apiUrl`.
 */
function connectionSnippet({ rest, websocket, appKey }: Pick<Ready, "rest" | "websocket" | "appKey">): string {
  return `    const conn = new WebIM.connection({
      appKey: "${appKey}",
      url: "${websocket}",
      apiUrl: "${rest}",
      https: ${rest.startsWith("https:")},
      isHttpDNS: false,
      heartBeatWait: 30000,
      autoReconnectNumMax: 5,
      useOwnUploadFun: false,
    });`;
}
