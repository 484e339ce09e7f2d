import { expect } from "vitest";
import type { Person } from "../../people/person.ts";
import { expectRefusal } from "../expect.ts";
import { type Flow, flow } from "../flow.ts";

interface Setting {
  readonly type: string;
  readonly ignoreDuration: number;
  readonly ignoreInterval: string;
}

interface Told {
  readonly operation: string;
  readonly resource: string;
  readonly conversationId?: string;
  readonly type?: string;
  readonly data: Partial<Setting>;
}

interface Answer<T> {
  readonly data: T;
}

const HOUR_MS = 3_600_000;
const GROUP = "247351212326913";

const remind = (remindType: string) => ({ paramType: 0, remindType });
const silence = (duration: number) => ({ paramType: 1, duration });

const setAll = async (who: Person, options: object): Promise<Setting> =>
  (await who.call<Answer<Setting>>("setSilentModeForAll", { options })).data;
const getAll = async (who: Person): Promise<Setting> =>
  (await who.call<Answer<Setting>>("getSilentModeForAll", {})).data;
const set = async (who: Person, conversationId: string, type: string, options: object): Promise<Setting> =>
  (await who.call<Answer<Setting>>("setSilentModeForConversation", { conversationId, type, options })).data;
const get = async (who: Person, conversationId: string, type: string): Promise<Setting> =>
  (await who.call<Answer<Setting>>("getSilentModeForConversation", { conversationId, type })).data;
const clear = (who: Person, conversationId: string, type: string): Promise<unknown> =>
  who.call("clearRemindTypeForConversation", { conversationId, type });

const isOfPush = ({ operation }: Told): boolean => /SilentMode/.test(operation);

/** The so many-th event of this kind. */
async function told(who: Person, count: number): Promise<Told | undefined> {
  const seen = () => who.events.all<Told>("onMultiDeviceEvent", isOfPush);
  await who.waitFor<Told>("onMultiDeviceEvent", (event) => isOfPush(event) && seen().length >= count);
  return seen()[count - 1];
}

export const pushFlows: Flow[] = [
  flow("silent mode for all conversations: type, duration and daily interval [PU1] [PU2] [PU5]", async ({ venue }) => {
    const phone = await venue.arrive("alice");
    const tablet = await venue.arriveAgain(phone);
    const bystander = await venue.arrive("bystander");
    const resource = await phone.get<string>("clientResource");
    expect(await getAll(phone)).toMatchObject({ type: "ALL", ignoreDuration: 0, ignoreInterval: "" });
    expect(await setAll(phone, remind("AT"))).toMatchObject({ type: "AT" });
    const event = { operation: "setSilentModeForUser", resource };
    expect(await told(tablet, 1)).toMatchObject({ ...event, data: { type: "AT", ignoreInterval: "" } });
    const { ignoreDuration } = await setAll(phone, silence(HOUR_MS));
    expect(Math.abs(ignoreDuration - Date.now() - HOUR_MS)).toBeLessThan(120_000);
    expect(await told(tablet, 2)).toMatchObject({ ...event, data: { ignoreDuration } });
    const interval = { paramType: 2, startTime: { hours: 22, minutes: 30 }, endTime: { hours: 7, minutes: 5 } };
    await setAll(phone, interval);
    expect(await told(tablet, 3)).toMatchObject({ ...event, data: { ignoreInterval: "22:30-07:05" } });
    const all = { type: "AT", ignoreDuration, ignoreInterval: "22:30-07:05" };
    expect(await getAll(phone)).toEqual(all);
    expect(await getAll(tablet)).toEqual(all);
    expect(await getAll(bystander)).toMatchObject({ type: "ALL", ignoreDuration: 0 });
    expect(phone.events.all("onMultiDeviceEvent")).toEqual([]);
    expect(bystander.events.all("onMultiDeviceEvent")).toEqual([]);
  }),

  flow("silent mode of single conversations, set and cleared [PU1] [PU5]", async ({ venue }) => {
    const phone = await venue.arrive("alice");
    const bob = await venue.arrive("bob");
    const tablet = await venue.arriveAgain(phone);
    const resource = await phone.get<string>("clientResource");
    expect(await get(phone, bob.id, "singleChat")).toMatchObject({ type: "DEFAULT" });
    expect(await set(phone, bob.id, "singleChat", remind("NONE"))).toMatchObject({ type: "NONE" });
    const single = { resource, conversationId: bob.id, type: "singleChat" };
    expect(await told(tablet, 1)).toEqual({
      operation: "setSilentModeForConversation",
      ...single,
      data: { type: "NONE" },
    });
    const { ignoreDuration } = await set(phone, GROUP, "groupChat", silence(HOUR_MS));
    expect(await told(tablet, 2)).toEqual({
      operation: "setSilentModeForConversation",
      resource,
      conversationId: GROUP,
      type: "groupChat",
      data: { ignoreDuration },
    });
    expect(await get(tablet, GROUP, "groupChat")).toMatchObject({ type: "DEFAULT", ignoreDuration });
    expect(await get(tablet, bob.id, "singleChat")).toMatchObject({ type: "NONE", ignoreDuration: 0 });
    await clear(phone, bob.id, "singleChat");
    expect(await told(tablet, 3)).toEqual({ operation: "removeSilentModeForConversation", ...single, data: {} });
    expect(await get(phone, bob.id, "singleChat")).toMatchObject({ type: "DEFAULT" });
    expect(await get(bob, phone.id, "singleChat")).toMatchObject({ type: "DEFAULT" });
    expect(phone.events.all("onMultiDeviceEvent")).toEqual([]);
    expect(bob.events.all("onMultiDeviceEvent")).toEqual([]);
  }),

  flow("a device that was away learns of silent modes when it comes back [PU5]", async ({ venue }) => {
    const phone = await venue.arrive("alice");
    const tablet = await venue.arriveAgain(phone);
    await tablet.logout();
    await set(phone, "bob", "singleChat", remind("AT"));
    await tablet.login();
    expect(await told(tablet, 1)).toMatchObject({ conversationId: "bob", data: { type: "AT" } });
  }),

  flow(
    "silent modes of several conversations, and those with a type of their own in pages [PU3] [PU4]",
    async (stage) => {
      const alice = await stage.venue.arrive("alice");
      await set(alice, "bob", "singleChat", remind("NONE"));
      await set(alice, "carol", "singleChat", remind("ALL"));
      await set(alice, GROUP, "groupChat", remind("AT"));
      await set(alice, "dave", "singleChat", silence(HOUR_MS));
      await setAll(alice, remind("AT"));
      const conversationList = [
        ...["bob", "dave", "nobody"].map((id) => ({ id, type: "singleChat" })),
        ...[GROUP, "1"].map((id) => ({ id, type: "groupChat" })),
      ];
      const { data } = await alice.call<Answer<{ user: Record<string, Setting>; group: Record<string, Setting> }>>(
        "getSilentModeForConversations",
        { conversationList },
      );
      expect(Object.keys(data.user).sort()).toEqual(["bob", "dave"]);
      expect(data.user.bob).toMatchObject({ type: "NONE" });
      expect(data.group).toMatchObject({ [GROUP]: { type: "AT" } });
      expect(Object.keys(data.group)).toEqual([GROUP]);
      const seen: unknown[] = [];
      let cursor: string | undefined;
      do {
        const page = await alice.call<Answer<{ conversations: unknown[]; cursor?: string }>>(
          "getSilentModeRemindTypeConversations",
          { pageSize: 2, ...(cursor === undefined ? {} : { cursor }) },
        );
        seen.push(...page.data.conversations);
        cursor = page.data.cursor === "" ? undefined : page.data.cursor;
      } while (cursor !== undefined);
      expect(seen).toEqual([
        { conversationId: GROUP, type: "groupChat", remindType: "AT" },
        { conversationId: "bob", type: "singleChat", remindType: "NONE" },
        { conversationId: "carol", type: "singleChat", remindType: "ALL" },
      ]);
    },
  ),

  flow("the language of notices [PU6]", async ({ venue }) => {
    const alice = await venue.arrive("alice");
    const language = async () => (await alice.call<Answer<{ language: string }>>("getPushPerformLanguage", {})).data;
    expect(await language()).toEqual({ language: "" });
    expect(await alice.call("setPushPerformLanguage", { language: "zh-Hans" })).toMatchObject({
      data: { language: "zh-Hans" },
    });
    expect(await language()).toEqual({ language: "zh-Hans" });
  }),

  flow("a device is bound to a push service and unbound [PU16]", async ({ venue }) => {
    const alice = await venue.arrive("alice");
    const resource = await alice.get<string>("clientResource");
    const device = { deviceId: resource, deviceToken: `token-of-${alice.id}`, notifierName: "huawei" };
    const bound = await alice.call<Answer<unknown>>("uploadPushToken", device);
    expect(bound.data).toMatchObject({
      username: alice.id,
      pushInfo: [{ device_id: resource, device_token: device.deviceToken, notifier_name: "huawei" }],
    });
    const nick = await alice.call<{ entities: unknown[] }>("updateCurrentUserNick", "Alice");
    expect(nick.entities).toMatchObject([{ username: alice.id, nickname: "Alice" }]);
    const unbound = await alice.call<Answer<unknown>>("unbindPushToken");
    expect(unbound.data).toMatchObject({ username: alice.id, nickname: "Alice", pushInfo: [] });
  }),

  flow("what is refused [PU1] [PU6]", async ({ venue }) => {
    const alice = await venue.arrive("alice");
    await expectRefusal(setAll(alice, remind("DEFAULT")), 17);
    await expectRefusal(setAll(alice, silence(8 * 24 * HOUR_MS)), 17);
    await expectRefusal(set(alice, "bob", "singleChat", remind("SOME")), 17);
    await expectRefusal(alice.call("setPushPerformLanguage", { language: "not a language" }), 17);
    expect(await get(alice, "bob", "singleChat")).toMatchObject({ type: "DEFAULT" });
  }),
];
