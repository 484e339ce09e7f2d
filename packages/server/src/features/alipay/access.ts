import { AppError } from "../../kernel/errors.ts";
import type { Apps } from "../apps/api.ts";
import type { AppSettings } from "../apps/index.ts";
import type { AlipayAccess, AlipayTrust } from "./gateway.ts";

/** The message for who is not connected. */
export interface Template {
  readonly id: string;
  readonly use: AppSettings["alipayTemplateUse"];
  readonly page: string;
  /** What each of its keywords says, in their order. */
  readonly texts: readonly string[];
}

export interface ProgramAccess extends AlipayAccess {
  /** Undefined: no messages leave. */
  readonly template: Template | undefined;
}

/** How an application's mini program is reached at Alipay. @throws AppError SERVICE_NOT_OPEN when that is not set up. */
export async function accessOf(apps: Pick<Apps, "find" | "getSecret">, app: string): Promise<ProgramAccess> {
  const access = await findAccess(apps, app);
  if (access === undefined) throw new AppError("SERVICE_NOT_OPEN", "alipay: service not open!");
  return access;
}

/** Served from memory. */
export async function findAccess(
  apps: Pick<Apps, "find" | "getSecret">,
  appKey: string,
): Promise<ProgramAccess | undefined> {
  const app = await apps.find(appKey);
  if (app === undefined || app.isDisabled) return undefined;
  const { settings } = app;
  const { alipayAppId: appId, alipayGateway: gateway } = settings;
  const trust = trustOf(settings);
  if (appId === "" || gateway === "" || trust === undefined) return undefined;
  const privateKey = await apps.getSecret(appKey, "alipayPrivateKey");
  if (privateKey === "") return undefined;
  return { app: appKey, appId, privateKey, trust, gateway, template: templateOf(settings) };
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

function templateOf(settings: AppSettings): Template | undefined {
  const { alipayTemplateId: id, alipayTemplateUse: use, alipayTemplatePage: page } = settings;
  const texts = settings.alipayTemplateTexts.trim().split(/\s*\n\s*/);
  return id === "" ? undefined : { id, use, page, texts };
}
