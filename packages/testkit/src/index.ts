export { Link } from "./network/link.ts";
export { launchChromium } from "./official/chromium.ts";
export { loadMiniProgram, loadOfficial } from "./official/loader.ts";
export { openWebHost, type WebHost } from "./official/web-host.ts";
export { EVENT_OF_KIND, type Message, type MessageKind, type SendResult } from "./people/messages.ts";
export { createRuntime, openMiniSeat } from "./people/mini-seat.ts";
export {
  type Attachment,
  type Credentials,
  type Login,
  Person,
  type PlatformName,
  type Seat,
} from "./people/person.ts";
export { SdkError } from "./people/sdk-error.ts";
export { type PersonWish, Venue, type VenueOptions } from "./people/venue.ts";
export { Realm } from "./realm/realm.ts";
export { createMy, MY_PROFILES, type MyOptions, type MyProfile, type MyRuntime } from "./runtimes/my/index.ts";
export type { Runtime } from "./runtimes/runtime.ts";
export { createWx, type WxRuntime } from "./runtimes/wx/index.ts";
export { officialSdk, type Sdk } from "./sdk.ts";
export { Admin, type RestAnswer } from "./server/admin.ts";
export { type Server, type ServerAddress, type ServerOptions, startServer } from "./server/server.ts";
