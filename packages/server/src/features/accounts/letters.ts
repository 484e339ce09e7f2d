/** What we write to people, in their language. Plain text: nothing in it can be anything but text. */
import type { Account } from "@rondo/protocol/console";

export type Language = Account["language"];

export type Letter =
  | { readonly kind: "confirm"; readonly link: string }
  /** Somebody has registered an address that has an account. */
  | { readonly kind: "known"; readonly link: string }
  | { readonly kind: "reset"; readonly link: string }
  | { readonly kind: "invitation"; readonly link: string; readonly organisation: string; readonly by: string };

export function write(letter: Letter, language: Language): { subject: string; text: string } {
  const { subject, lines } = language === "en" ? english(letter) : chinese(letter);
  return { subject, text: `${[...lines, "", letter.link, ""].join("\n")}` };
}

function english(letter: Letter): { subject: string; lines: string[] } {
  switch (letter.kind) {
    case "confirm":
      return {
        subject: "Confirm your e-mail address",
        lines: ["Open this page within 48 hours to confirm your address. If you have not registered, do nothing."],
      };
    case "known":
      return {
        subject: "You have an account already",
        lines: ["Somebody has registered with your address, which has an account already. You can log in here:"],
      };
    case "reset":
      return {
        subject: "A new password",
        lines: ["Open this page within an hour to choose a new password. If you have not asked for it, do nothing."],
      };
    case "invitation":
      return {
        subject: `Invitation to ${oneLine(letter.organisation)}`,
        lines: [`${letter.by} invites you to ${oneLine(letter.organisation)}. Open this page within 7 days to accept.`],
      };
  }
}

function chinese(letter: Letter): { subject: string; lines: string[] } {
  switch (letter.kind) {
    case "confirm":
      return {
        subject: "请确认您的邮箱",
        lines: ["请在 48 小时内打开以下页面确认您的邮箱。如果您没有注册，请忽略本邮件。"],
      };
    case "known":
      return { subject: "您已经有账号了", lines: ["有人使用您的邮箱注册，而该邮箱已有账号。您可以在这里登录："] };
    case "reset":
      return {
        subject: "重置密码",
        lines: ["请在一小时内打开以下页面设置新密码。如果您没有申请，请忽略本邮件。"],
      };
    case "invitation":
      return {
        subject: `邀请您加入 ${oneLine(letter.organisation)}`,
        lines: [`${letter.by} 邀请您加入 ${oneLine(letter.organisation)}。请在 7 天内打开以下页面接受邀请。`],
      };
  }
}

/** Members write it, and it stands in a heading. */
function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ");
}
