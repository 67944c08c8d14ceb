/**
 * What the dialplan applications of Asterisk say about who had the caller on the line: an application that takes messages
 * is nobody's answer, one that connects may be.
 */
export const MAILBOX = /^(voicemail|vm-?record|vmauthenticate|minivm|comedian)/i;
export const TALKS =
  /^(dial|appdial|appqueue|queue|bridge|followme|confbridge|meetme|pickup|page|dialgroup)/i;
