import type { Same } from "../translation.ts";
import type * as zh from "../zh-CN/common.ts";

export const common: Same<typeof zh.common> = {
  product: "Rondo Console",
  language: "Language",
  loading: "Loading",
  retry: "Try again",
  reload: "Reload",
  home: "Go to the start page",
  back: "Back",
  cancel: "Cancel",
  save: "Save",
  saved: "Saved",
  create: "Create",
  close: "Close",
  done: "Done",
  edit: "Edit",
  remove: "Remove",
  delete: "Delete",
  search: "Search",
  clear: "Clear",
  all: "All",
  none: "None",
  yes: "Yes",
  no: "No",
  copy: "Copy",
  copied: "Copied",
  copyWhat: "Copy {{what}}",
  copyFailed: "The browser does not allow copying; please select the text",
  actions: "Actions",
  pages: "Pages",
  previous: "Previous",
  next: "Next",
  page: "Page {{page}}",
  skip: "Skip to content",
  menu: "Menu",
  more: "More",
  optional: "optional",
  refresh: "Refresh",
  nothingHere: "Nothing on this page; go on to the next",
};

export const nav: Same<typeof zh.nav> = {
  organisationMenu: "Organisation",
  appMenu: "Application",
  allApps: "All applications",
  apps: "Applications",
  dataCentres: "Data centres",
  members: "Members",
  operations: "Operation log",
  organisation: "Organisation",
  overview: "Service overview",
  users: "Users",
  messages: "Messages",
  settings: "Features",
  tryIt: "Try it",
  details: "Application details",
};

export const rules: Same<typeof zh.rules> = {
  required: "This is needed",
  email: "Enter a valid e-mail address",
  password: "8–22 characters of at least two kinds: lower case, upper case, digits, symbols",
  slug: "Lower-case letters, digits and hyphens, at most 32 characters, no hyphen at either end",
  max: "At most {{max}} characters",
  code: "Enter the 6-digit code or a recovery code",
};

export const roles: Same<typeof zh.roles> = {
  owner: "Owner",
  administrator: "Administrator",
  developer: "Developer",
};
