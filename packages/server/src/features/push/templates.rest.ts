import { Type } from "typebox";
import { type Endpoint, endpoint } from "../../kernel/rest.ts";
import type { TemplateService } from "./templates.service.ts";
import type { Template } from "./templates.store.ts";

const NamePath = Type.Object({ name: Type.String() });
const OwnPath = Type.Object({ user: Type.String() });
const Patterns = { title_pattern: Type.String(), content_pattern: Type.String() };

/** How notices are worded (PSH-10 to 15). */
export function templateEndpoints(service: TemplateService): Endpoint[] {
  return [
    endpoint({
      name: "createPushTemplate",
      method: "POST",
      path: "/notification/template",
      summary: "Create a template for notices; the one called default counts where nobody has chosen (PSH-10)",
      access: "app",
      body: Type.Object({ name: Type.String(), ...Patterns }),
      async handle({ appKey, body }) {
        const { name, title_pattern: title, content_pattern: content } = body;
        return { data: toForm(await service.create(appKey, { name, title, content })) };
      },
    }),
    endpoint({
      name: "changePushTemplate",
      method: "PUT",
      path: "/notification/template/:name",
      summary: "Change a template (PSH-11)",
      access: "app",
      params: NamePath,
      body: Type.Object(Patterns),
      async handle({ appKey, params, body }) {
        const { title_pattern: title, content_pattern: content } = body;
        return { data: toForm(await service.change(appKey, params.name, { title, content })) };
      },
    }),
    endpoint({
      name: "getPushTemplate",
      method: "GET",
      path: "/notification/template/:name",
      summary: "A template (PSH-12)",
      access: "app",
      params: NamePath,
      async handle({ appKey, params }) {
        return { data: toForm(await service.get(appKey, params.name)) };
      },
    }),
    endpoint({
      name: "removePushTemplate",
      method: "DELETE",
      path: "/notification/template/:name",
      summary: "Remove a template (PSH-13)",
      access: "app",
      params: NamePath,
      async handle({ appKey, params }) {
        return { data: toForm(await service.remove(appKey, params.name)) };
      },
    }),
    endpoint({
      name: "choosePushTemplate",
      method: "PUT",
      path: "/users/:user/notification/template",
      summary: "Choose the template for the notices one gets; empty: none (PSH-14)",
      access: "self",
      params: OwnPath,
      body: Type.Object({ templateName: Type.String() }),
      async handle({ appKey, params, body }) {
        await service.choose({ app: appKey, user: params.user }, body.templateName);
        return { data: { templateName: body.templateName } };
      },
    }),
    endpoint({
      name: "getChosenPushTemplate",
      method: "GET",
      path: "/users/:user/notification/template",
      summary: "The template a user has chosen (PSH-15)",
      access: "self",
      params: OwnPath,
      async handle({ appKey, params }) {
        return { data: { templateName: await service.chosen({ app: appKey, user: params.user }) } };
      },
    }),
  ];
}

function toForm({ name, title, content, createdAt, updatedAt }: Template) {
  return { name, createAt: createdAt, updateAt: updatedAt, title_pattern: title, content_pattern: content };
}
