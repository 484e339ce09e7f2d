/** The commands of an operator without a browser; the server must be stopped. */
import { parseAppKey } from "@rondo/protocol";
import { ConfigError, type Invocation, type OfflineCommand } from "./config.ts";
import { newPassword, type Offline, openOffline } from "./offline.ts";

/** @throws ConfigError, AppError or Error with a sentence for the operator. */
export async function runOffline(
  invocation: Invocation & { readonly command: OfflineCommand },
  write: (text: string) => void,
): Promise<void> {
  const { config, operands } = invocation;
  checkOperands(invocation);
  const data = await openOffline(config);
  try {
    const lines = await answer(data, invocation, { write, operand: (i) => operands[i] ?? "" });
    if (lines.length > 0) write(`${lines.map(([name, value]) => `${name.padEnd(15)}${value}`).join("\n")}\n`);
  } finally {
    await data.close();
  }
}

async function answer(
  data: Offline,
  { command, organisation, password = newPassword(), since, until }: Invocation & { readonly command: OfflineCommand },
  { write, operand }: { write: (text: string) => void; operand: (i: number) => string },
): Promise<ReadonlyArray<readonly [name: string, value: string]>> {
  switch (command) {
    case "app create": {
      const key = parseAppKey(operand(0));
      if (key === undefined) throw notAKey(operand(0));
      return credentials(operand(0), await data.createApp(key));
    }
    case "app rotate-secret":
      return credentials(operand(0), await data.rotateSecret(operand(0)));
    case "app list":
      return (await data.listApps()).map(({ appKey, dataCentre, isDisabled, users }) => {
        return [appKey, `  ${users} users, data centre ${dataCentre}${isDisabled ? ", disabled" : ""}`];
      });
    case "account create":
      await data.createAccount({ email: operand(0), password, organisation });
      return [
        ["e-mail", operand(0)],
        ["password", password],
      ];
    case "user create":
      await data.createUser(operand(0), { username: operand(1), password });
      return [
        ["user", operand(1)],
        ["password", password],
      ];
    case "export":
      for await (const lines of data.export(operand(0), { since, until })) write(lines);
      return [];
  }
}

function checkOperands({ command, operands }: Invocation): void {
  const [first = ""] = operands;
  if (command === "account create" && !/^[^\s@]+@[^\s@]+$/.test(first)) {
    throw new ConfigError(`"${first}" is not an e-mail address`);
  }
  const takesKey = command !== "account create" && operands.length > 0;
  if (takesKey && parseAppKey(first) === undefined) throw notAKey(first);
}

function notAKey(text: string): ConfigError {
  return new ConfigError(`"${text}" is not an application key: it looks like org#app`);
}

function credentials(appKey: string, { clientId, clientSecret }: { clientId: string; clientSecret: string }) {
  return [
    ["appKey", appKey],
    ["client id", clientId],
    ["client secret", clientSecret],
  ] as const;
}
