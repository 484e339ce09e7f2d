import { type AsyncResult, tell } from "../../core/calls.ts";
import type { Client } from "../../core/client.ts";
import { ChatError } from "../../core/error.ts";
import { type Operation, run, withAliases } from "../../core/operations.ts";
import { statusCode } from "../../core/status-code.ts";
import type { PushMethods, UploadTokenParams } from "../../types/push.ts";

const BIND: Operation = {
  call: "PUT /users/~",
  needs: "deviceId:text",
  body: "device_id=deviceId device_token=deviceToken notifier_name=notifierName",
};
/** So often it is tried again, and after so long. */
const RETRIES = 3;
const RETRY_MS = 1000;

type DeviceMethods = Pick<PushMethods, "uploadPushToken" | "unbindPushToken">;

/** Where notices go to. */
export function device(client: Client): DeviceMethods {
  const upload: PushMethods["uploadPushToken"] = (params) => tell(client, params, bind(client, params), toUser);
  const methods: DeviceMethods = {
    uploadPushToken: upload,
    unbindPushToken: () => upload({ deviceId: client.identity?.resource || "", deviceToken: "", notifierName: "" }),
  };
  return withAliases(methods, "uploadToken=uploadPushToken");
}

async function bind(client: Client, params: UploadTokenParams): Promise<AsyncResult> {
  const { deviceId, deviceToken, notifierName } = params || {};
  const { identity } = client;
  for (let left = RETRIES; ; left--) {
    try {
      // The callbacks hear of the end only.
      return (await run(client, BIND, [{ deviceId, deviceToken, notifierName }])) as AsyncResult;
    } catch (error) {
      const isOwnFault = error instanceof ChatError && error.type === statusCode.REQUEST_PARAMETER_ERROR;
      // Somebody else may be logged in when it is tried again.
      if (left === 0 || isOwnFault || !identity || client.identity?.user !== identity.user) throw error;
      await new Promise<void>((resolve) => client.platform.clock.setTimer(resolve, RETRY_MS));
    }
  }
}

/** The server's list has the user, with the devices. */
const toUser = ({ entities }: AsyncResult): AsyncResult => ({ type: 0, data: entities?.[0] || {} });
