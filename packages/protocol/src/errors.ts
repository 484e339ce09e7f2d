/**
 * Every refusal, with its HTTP form (what compatible REST clients read), whether trying again may help, and a sentence.
 * The MSync form of the same refusals is in `statuses.ts`.
 */
interface ErrorRow {
  readonly status: number;
  /** The `error` member of the HTTP body. */
  readonly error: string;
  readonly retryable: boolean;
  readonly description: string;
  /** The `error_code` member of the HTTP body, a number, where clients look at it. */
  readonly errorCode?: number;
}

const row = (status: number, error: string, description: string, retryable = false): ErrorRow => ({
  status,
  error,
  retryable,
  description,
});

export const errorCodes = {
  INVALID_ARGUMENT: row(400, "illegal_argument", "the request is not valid"),
  INVALID_JSON: row(400, "json_parse", "the body is not valid JSON"),
  /** The body is JSON, but not of the shape the endpoint takes. */
  INVALID_BODY: row(400, "invalid_request_body", "Request body is invalid. Please check body is correct."),
  TRANSLATION_TEXT_TOO_LONG: row(400, "illegal_argument", "The input text is too long."),
  TRANSLATION_LANGUAGE_INVALID: row(400, "illegal_argument", "The target language is not valid."),
  /** Spelled as clients look for it. */
  TRANSLATION_FAILED: row(500, "internal_error", "translte failed!", true),
  /** The message does not exist, or the reporter cannot see it. */
  REPORTED_MESSAGE_NOT_FOUND: row(400, "illegal_argument", "report failed, get message by id failed"),
  INVALID_PASSWORD: row(400, "invalid_grant", "invalid password"),
  USER_DISABLED: row(400, "invalid_grant", "user not activated"),
  CLIENT_ID_MISMATCH: row(400, "invalid_grant", "client_id does not match"),
  CLIENT_SECRET_MISMATCH: row(400, "invalid_grant", "client_secret does not match"),
  USER_EXISTS: row(
    400,
    "duplicate_unique_property_exists",
    "Entity user requires that property named username be unique",
  ),
  APP_EXISTS: row(400, "duplicate_unique_property_exists", "the application exists already"),
  /** A remark is for a contact. Clients know the sentence. */
  NOT_CONTACTS: row(400, "illegal_argument", "updateRemark | they are not friends, please add as a friend first."),
  /** The user has as many others on the blocklist as allowed. The sentence is one by which clients recognise a limit. */
  BLOCKLIST_LIMIT: row(400, "exceed_limit", "The quantity has exceeded the limit!"),
  /** The attributes of more users are asked for than are answered at once. */
  ATTRIBUTE_BATCH: row(400, "BAD_REQUEST", "exceed allowed batch size 100"),
  /** Somebody else's attributes are to be changed, or those of all to be weighed. */
  ATTRIBUTES_DENIED: row(401, "metadata_error", "auth error"),
  UNAUTHORIZED: row(401, "unauthorized", "Unable to authenticate (OAuth)"),
  TOKEN_EXPIRED: row(401, "unauthorized", "Unable to authenticate due to expired access token"),
  TOKEN_CORRUPT: row(401, "auth_bad_access_token", "Unable to authenticate due to corrupt access token"),
  TOKEN_UNKNOWN: row(401, "auth_bad_access_token", "Unable to authenticate"),
  /** The token is good and belongs to somebody else than the request speaks of. */
  TOKEN_MISMATCH: row(401, "unauthorized", "token is illegal."),
  REGISTRATION_CLOSED: row(401, "unauthorized", "registration is not open, please contact the app admin"),
  FORBIDDEN: row(403, "forbidden_op", "permission denied"),
  /** The application has not set up what this needs. Clients look for the last three words. */
  SERVICE_NOT_OPEN: row(403, "forbidden_op", "service not open!"),
  /** The application or the user is banned. */
  BANNED: row(403, "forbidden_service_operation", "Service operation not allowed"),
  /** The user has as many pinned conversations as allowed. */
  PIN_LIMIT: { ...row(403, "forbidden_op", "too many pinned conversations"), errorCode: 91002 },
  /** The user, or who is to become a contact, has as many as allowed. */
  CONTACT_LIMIT: row(403, "exceed_limit", "user contact number exceed limit"),
  /** The application has switched attributes of users off. */
  ATTRIBUTES_OFF: row(403, "FORBIDDEN", "user metadata service not allow"),
  /** The attributes of one user are larger together than the application allows. */
  ATTRIBUTES_TOO_LARGE: row(403, "FORBIDDEN", "size of metadata for this single user exceeds the user defined limit"),
  FILE_FORBIDDEN: row(403, "forbidden_op", "chatfile no permission"),
  NOT_FOUND: row(404, "service_resource_not_found", "Service resource not found"),
  USER_NOT_FOUND: row(404, "invalid_grant", "user not found"),
  /** The user whose resource a path names. Told apart from NOT_FOUND by the `exception` member of the body. */
  NAMED_USER_NOT_FOUND: row(404, "service_resource_not_found", "Service resource not found"),
  USER_ENTITY_NOT_FOUND: row(404, "entity_not_found", "User null not found"),
  CONVERSATION_NOT_FOUND: { ...row(404, "not_found", "the conversation does not exist"), errorCode: 91001 },
  APP_NOT_FOUND: row(404, "organization_application_not_found", "Could not find application"),
  GROUP_NOT_FOUND: row(404, "resource_not_found", "do not find this group"),
  ROOM_NOT_FOUND: row(404, "resource_not_found", "the chat room does not exist"),
  /** Somebody wants in, and there is no room left. */
  MUC_FULL: row(403, "exceed_limit", "group member list is full!"),
  /** More are named at once than the group or room can hold. */
  MUC_TOO_MANY_MEMBERS: row(403, "exceed_limit", "members size is greater than max user size !"),
  /** Who is to come in, or wants to, is on the blocklist. */
  MUC_BLOCKED: row(403, "forbidden_op", "the user is on the blocklist"),
  MUC_DISABLED: row(403, "forbidden_op", "can not operate this group, reason: group is disabled"),
  /** Administrators, entries of a list or shared files. The sentence is one by which clients recognise a limit. */
  MUC_LIMIT: row(400, "exceed_limit", "The quantity has exceeded the limit!"),
  /** Who acts, or who is acted on, is no member. The status differs as in the compatible service. */
  GROUP_NOT_MEMBERS: row(403, "forbidden_op", "the users are not members of this group!"),
  ROOM_NOT_MEMBERS: row(400, "forbidden_op", "the users are not members of this group!"),
  MUC_MEMBER_NOT_FOUND: row(404, "resource_not_found", "the user doesn't exist in the group"),
  /** More users are named in one call than may be. */
  BATCH_TOO_LARGE: row(400, "invalid_parameter", "too many users at once"),
  TOO_MANY_GROUPS: row(403, "exceed_limit", "user has joined too many groups!"),
  /** The readers of a message are asked for that is not in the group. */
  GROUP_MESSAGE_NOT_FOUND: row(404, "resource_not_found", "there is no such message in this group"),
  /** Attributes of members of groups: clients go by the codes. */
  GROUP_ATTRIBUTE_OTHERS: { ...row(403, "forbidden_op", "permission denied"), errorCode: 60002 },
  GROUP_ATTRIBUTE_NO_MEMBER: { ...row(404, "resource_not_found", "the user is not in this group"), errorCode: 60003 },
  GROUP_ATTRIBUTE_NAME: { ...row(400, "illegal_argument", "a name has 1 to 16 bytes"), errorCode: 60006 },
  GROUP_ATTRIBUTE_TOTAL: {
    ...row(400, "illegal_argument", "the attributes have 4096 bytes together"),
    errorCode: 60007,
  },
  GROUP_ATTRIBUTE_TARGETS: { ...row(400, "illegal_argument", "10 members can be asked for at once"), errorCode: 60009 },
  GROUP_ATTRIBUTE_VALUE: {
    ...row(400, "illegal_argument", "the value exceeds chatgroup user metadata single value limit of 512 bytes"),
    errorCode: 60010,
  },
  /** The sentences of reactions are what clients recognise. */
  REACTION_LIMIT: row(400, "Bad Request", "The quantity has exceeded the limit!"),
  REACTION_EXISTS: row(400, "Bad Request", "the user is already operation this message"),
  REACTION_ILLEGAL: row(400, "Bad Request", "the user operation is illegal!"),
  /** What is to be pinned is no message of that place. */
  PIN_ILLEGAL: row(400, "illegal_argument", "param pin_msg_id illegal, please check it!"),
  PIN_NOT_FOUND: row(404, "not_found", "user session pin message not exist"),
  MESSAGE_PIN_LIMIT: { ...row(403, "forbidden_op", "too many pinned messages"), errorCode: 91101 },
  /** Clients tell the refusals of threads apart by number. */
  THREAD_EXISTS: { ...row(403, "group_error", "msg already create thread.not allow to create."), errorCode: 40003 },
  THREAD_NOT_FOUND: { ...row(404, "group_error", "thread not found."), errorCode: 40011 },
  THREAD_NAME: row(400, "group_error", "thread name limit reached."),
  THREAD_ILLEGAL: row(400, "group_error", "thread must on group message to create."),
  THREAD_FORBIDDEN: { ...row(401, "group_error", "only administrators of the group may do this"), errorCode: 40001 },
  THREAD_NO_MEMBER: row(403, "group_error", "the user is not in the group"),
  THREAD_JOINED_LIMIT: { ...row(403, "group_error", "user join thread reach limit."), errorCode: 40005 },
  /** Messages sent by the application's server: callers go by the sentences, and by the codes where there are some. */
  SEND_ILLEGAL: row(400, "message_send_error", "the message cannot be sent"),
  SEND_FROM: { ...row(400, "message_send_error", "param from can't be empty"), errorCode: 14001 },
  SEND_TO: { ...row(400, "message_send_error", "param to can't be empty"), errorCode: 14002 },
  SEND_BODY: { ...row(400, "message_send_error", "param body can't be empty"), errorCode: 14005 },
  SEND_TOO_LARGE: { ...row(400, "message_send_error", "message is too large"), errorCode: 14007 },
  SEND_LIMIT: row(403, "message_send_error", "message send reach limit"),
  /** The application lets only contacts write to each other. */
  CONTACTS_ONLY: row(403, "message_send_error", "the sender is not a contact of the receiver"),
  STREAM_SEQ: { ...row(400, "message_send_error", "param body.seq is illegal"), errorCode: 14030 },
  STREAM_NOT_FOUND: { ...row(400, "message_send_error", "can not find stream message by msgId"), errorCode: 14031 },
  STREAM_TOO_LARGE: {
    ...row(400, "message_send_error", "stream message total length exceeds limit"),
    errorCode: 14032,
  },
  STREAM_CHUNK_LATE: { ...row(400, "message_send_error", "stream message chunk interval timeout"), errorCode: 14033 },
  STREAM_TOO_LONG: { ...row(400, "message_send_error", "stream message total timeout"), errorCode: 14034 },
  STREAM_FINISHED: { ...row(400, "message_send_error", "stream message has already finished"), errorCode: 14035 },
  STREAM_FROM: { ...row(400, "message_send_error", "stream message from user mismatch"), errorCode: 14036 },
  STREAM_TO: { ...row(400, "message_send_error", "stream message to user mismatch"), errorCode: 14037 },
  STREAM_SEQ_TOO_SMALL: { ...row(400, "message_send_error", "stream message chunk seq too small"), errorCode: 14038 },
  RECALL_ILLEGAL: row(400, "message_recall_error", "the message cannot be recalled"),
  RECALL_REFUSED: row(403, "message_recall_error", "not_found msg"),
  RECALL_NOT_OPEN: row(403, "forbidden_op", "message recall service is unopened"),
  REWRITE_TYPE: row(
    400,
    "message_rewrite_error",
    "The message is of a type that is currently not supported for modification.",
  ),
  REWRITE_ID: row(400, "InvalidMessageIdException", "The provided message ID is not a valid number."),
  REWRITE_UNAUTHORIZED: row(401, "message_rewrite_error", "You are not authorized to edit this message."),
  REWRITE_LIMIT: row(
    403,
    "message_rewrite_error",
    "The message has reached its edit limit and cannot be modified further.",
  ),
  REWRITE_NOT_OPEN: row(403, "message_rewrite_error", "The rewrite message feature is not open."),
  REWRITE_NOT_FOUND: row(404, "message_rewrite_error", "The message is unavailable or has expired."),
  REWRITE_CONFLICT: row(409, "concurrent_operation_error", "The message has been edited by another.", true),
  BROADCAST_LIMIT: row(403, "forbidden_op", "broadcast message limit exceeded"),
  FILE_NOT_FOUND: row(404, "entity_not_found", "file may not exists"),
  FILE_EXPIRED: row(404, "file_expired", "the file has expired"),
  FILE_TOO_LARGE: row(413, "file exceeding maximum limit", "the file size exceeds the maximum limit."),
  FILE_PARTS_MISSING: {
    ...row(400, "illegal_argument", "the upload is not complete: parts are missing"),
    errorCode: 14403,
  },
  /** Of recordings; clients go by the code. */
  VOICE_INVALID: { ...row(400, "illegal_argument", "the file is no recording that can be read"), errorCode: 4001002 },
  VOICE_TOO_LONG: { ...row(400, "illegal_argument", "the recording is longer than 60 seconds"), errorCode: 4001003 },
  VOICE_TOO_LARGE: { ...row(400, "illegal_argument", "the uploaded file exceeds the size limit"), errorCode: 4001001 },
  VOICE_FILE_NOT_FOUND: { ...row(404, "not_found", "there is no such file, or not any more"), errorCode: 4041001 },
  VOICE_NOT_OPEN: { ...row(403, "forbidden_op", "voice to text is not set up: service not open!"), errorCode: 4031001 },
  VOICE_QUOTA: { ...row(429, "reach_limit", "too many recordings at once", true), errorCode: 4031002 },
  VOICE_FAILED: { ...row(502, "bad_gateway", "the recording could not be written down", true), errorCode: 5021003 },
  ALIPAY_CODE_INVALID: row(400, "invalid_grant", "the code is wrong, has been used, or is too old"),
  ALIPAY_FAILED: row(502, "bad_gateway", "Alipay gave no answer that can be used", true),
  RTC_FAILED: row(502, "bad_gateway", "no token for calls could be obtained", true),
  /** What the console refuses; its pages go by the names. */
  NOT_LOGGED_IN: row(401, "not_logged_in", "nobody is logged in"),
  CSRF_REFUSED: row(403, "csrf_refused", "the request does not come from the console's own pages"),
  LOGIN_FAILED: row(400, "login_failed", "the e-mail address or the password is wrong"),
  IDENTITY_UNPROVEN: row(403, "identity_unproven", "this takes a password or a code again"),
  CODE_WRONG: row(400, "code_wrong", "the code is wrong, has been used, or comes too late"),
  ACCOUNT_LOCKED: row(429, "account_locked", "too many failures: the account is locked for a while", true),
  ACCOUNT_NOT_CONFIRMED: row(403, "account_not_confirmed", "the e-mail address has not been confirmed"),
  PASSWORD_WEAK: row(400, "password_weak", "a password has 8 to 22 characters, of at least two kinds"),
  LINK_INVALID: row(400, "link_invalid", "the link is not valid, has been used, or is too old"),
  MAIL_FAILED: row(502, "mail_failed", "the mail could not be sent", true),
  SETUP_DONE: row(409, "setup_done", "the server has an owner already"),
  SETUP_CODE_WRONG: row(403, "setup_code_wrong", "that is not the code that the server has printed at its start"),
  SIGN_UP_CLOSED: row(403, "sign_up_closed", "the operator of this server makes the accounts"),
  TOTP_STATE: row(409, "totp_state", "the second factor is on already, or is not on"),
  ORGANISATION_NOT_FOUND: row(404, "organisation_not_found", "there is no such organisation, or you are not in it"),
  ORGANISATION_EXISTS: row(409, "organisation_exists", "the name is taken"),
  MEMBER_NOT_FOUND: row(404, "member_not_found", "there is no such member"),
  MEMBER_EXISTS: row(409, "member_exists", "the address is that of a member, or has been invited"),
  LAST_OWNER: row(409, "last_owner", "an organisation has at least one owner"),
  APP_QUOTA: row(409, "app_quota", "the organisation has all the applications it may have"),
  DATA_CENTRE_UNAVAILABLE: row(400, "data_centre_unavailable", "this data centre cannot be chosen"),
  NAME_MISMATCH: row(400, "name_mismatch", "that is not the name of what is to be deleted"),
  MESSAGE_NOT_FOUND: row(404, "message_not_found", "there is no such message"),
  SEARCH_OFF: row(403, "search_off", "the server keeps no index of messages"),
  /** Of the application. The sentence names the right addresses. */
  OTHER_DATA_CENTRE: row(403, "other_data_centre", "the application belongs to another data centre"),
  METHOD_NOT_SUPPORTED: row(405, "unsupported_service_operation", "Service operation not supported"),
  /** The same account is being made by another request. */
  CONCURRENT_CREATION: row(409, "concurrent_operation_error", "concurrency create app user failed", true),
  RANGE_NOT_SATISFIABLE: row(416, "range_not_satisfiable", "the file ends before the range begins"),
  PAYLOAD_TOO_LARGE: row(413, "payload_too_large", "the request is larger than the limit"),
  RATE_LIMITED: row(429, "reach_limit", "This request has reached api limit.", true),
  /** Of something counted per user or application; clients know the sentence. */
  SERVICE_QUOTA: row(429, "reach_limit", "The request has reached the maximum limit", true),
  USER_QUOTA: row(429, "resource_limited", "the application has all the users it may have"),
  INTERNAL: row(500, "internal_error", "internal error", true),
  OVERLOADED: row(503, "server_busy", "the server is busy", true),
} as const;

export type ErrorCode = keyof typeof errorCodes;
