import type { Apps, ClientCredentials } from "./features/apps/index.ts";

const ORG = "rondo";
const NAME = "demo";

/** The application of development mode, with open registration; created on the first start. */
export async function openDemoApp(apps: Apps): Promise<ClientCredentials & { appKey: string }> {
  const appKey = `${ORG}#${NAME}`;
  if ((await apps.find(appKey)) === undefined) {
    await apps.create({ org: ORG, name: NAME, settings: { registration: "open" } });
  }
  return { appKey, ...(await apps.getCredentials(appKey)) };
}
