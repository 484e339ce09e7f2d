import { AppError } from "../../kernel/errors.ts";
import type { Apps } from "../apps/api.ts";
import type { AppSettings } from "../apps/index.ts";
import type { AlipayAccess, AlipayTrust } from "./gateway.ts";

/** How an application's mini program is reached at Alipay. @throws AppError SERVICE_NOT_OPEN when that is not set up. */
export async function accessOf(apps: Pick<Apps, "get" | "getSecret">, app: string): Promise<AlipayAccess> {
  const { settings } = await apps.get(app);
  const { alipayAppId: appId, alipayGateway: gateway } = settings;
  const trust = trustOf(settings);
  const isSet = appId !== "" && gateway !== "" && trust !== undefined;
  const privateKey = isSet ? await apps.getSecret(app, "alipayPrivateKey") : "";
  if (!isSet || privateKey === "") throw new AppError("SERVICE_NOT_OPEN", "alipay: service not open!");
  return { app, appId, privateKey, trust, gateway };
}

/** Certificates count before a key that has been left beside them. */
function trustOf(settings: AppSettings): AlipayTrust | undefined {
  const { alipayPublicKey, alipayAppCertificate, alipayCertificate, alipayRootCertificate } = settings;
  if (alipayAppCertificate !== "" && alipayCertificate !== "" && alipayRootCertificate !== "") {
    return {
      appCertificate: alipayAppCertificate,
      certificate: alipayCertificate,
      rootCertificate: alipayRootCertificate,
    };
  }
  return alipayPublicKey === "" ? undefined : { publicKey: alipayPublicKey };
}
