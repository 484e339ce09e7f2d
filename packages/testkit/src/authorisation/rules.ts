/**
 * Who may do what with a group, a room, a thread: as the rules have it, and not as the code has it. A row is an endpoint, or
 * one of its uses (after the slash), a column what the caller is there.
 *
 * x: may. All other marks are refusals (`marks` in standings.ts): - of rank, o as somebody outside, f as somebody of another
 * application, and some letters for what the compatible interface says in a way of its own.
 */
export const groupRules = `
                               app owner admin member muted blocked stranger foreign
readGroups                      x    x     x     x      x      x       x        f
modifyGroup                     x    x     x     -      -      o       o        f
modifyGroup/size                x    x     -     -      -      o       o        f
modifyGroup/owner               x    x     -     -      -      o       o        f
dissolveGroup                   x    x     -     -      -      o       o        f
disableGroup                    x    c     c     c      c      c       c        f
enableGroup                     x    c     c     c      c      c       c        f
listGroupMembers                x    x     x     x      x      o       o        f
leaveGroup                      -    w     x     x      x      o       o        f
removeGroupMembers              x    x     x     -      -      o       o        f
putIntoGroup                    x    c     c     c      c      c       c        f
putManyIntoGroup                x    c     c     c      c      c       c        f
shieldGroup                     -    x     x     x      x      o       o        f
unshieldGroup                   -    x     x     x      x      o       o        f
inviteToGroup                   x    x     x     -      -      o       o        f
inviteToGroup/open              x    x     x     x      x      o       o        f
answerGroupInvitation           x    x     x     x      x      n       n        f
answerGroupInvitation/others    x    -     -     -      -      -       -        f
applyToGroup                    -    a     a     a      a      -       x        f
answerGroupApplication          x    x     x     -      -      o       o        f
setGroupMemberAttributes        x    x     x     x      x      o       o        f
setGroupMemberAttributes/others x    x     x     -      -      o       o        f
readGroupMemberAttributes       x    x     x     x      x      o       o        f
setGroupMemberAttributesByServer x   x     x     x      x      o       o        f
readGroupMemberAttributesByServer x  x     x     x      x      o       o        f
getGroupMemberAttributes        x    x     x     x      x      o       o        f
setAttributesOfGroupMembers     x    c     c     c      c      c       c        f
isInGroup                       x    x     x     x      x      x       x        f
isInGroupByPost                 x    x     x     x      x      x       x        f
listGroupMessageReaders         x    -     -     -      -      o       o        f
listGroupAdmins                 x    x     x     x      x      o       o        f
addGroupAdmin                   x    x     -     -      -      o       o        f
removeGroupAdmin                x    x     -     -      -      o       o        f
listGroupMutes                  x    x     x     -      -      o       o        f
muteGroupMembers                x    x     x     -      -      o       o        f
unmuteGroupMembers              x    x     x     -      -      o       o        f
isGroupMuted                    x    x     x     x      x      o       o        f
muteGroup                       x    x     x     -      -      o       o        f
unmuteGroup                     x    x     x     -      -      o       o        f
listGroupAllowed                x    x     x     -      -      o       o        f
addGroupAllowed                 x    x     x     -      -      o       o        f
addOneGroupAllowed              x    x     x     -      -      o       o        f
removeGroupAllowed              x    x     x     -      -      o       o        f
isGroupAllowed                  x    x     x     -      -      o       o        f
isGroupAllowed/own              x    x     x     x      x      o       o        f
listGroupBlocked                x    x     x     -      -      o       o        f
blockGroupMembers               x    x     x     -      -      o       o        f
blockGroupMember                x    x     x     -      -      o       o        f
unblockGroupMembers             x    x     x     -      -      o       o        f
getGroupAnnouncement            x    x     x     x      x      o       o        f
setGroupAnnouncement            x    x     x     -      -      o       o        f
listGroupFiles                  x    x     x     x      x      o       o        f
shareGroupFile                  x    x     x     x      -      o       o        f
downloadGroupFile               x    x     x     x      x      o       o        f
removeGroupFile                 x    x     x     -      -      o       o        f
listThreads                     x    x     x     x      x      o       o        f
listJoinedThreadsOfGroup        x    x     x     x      x      x       x        e
createThread                    x    x     x     x      x      o       o        f
pinMessage/group                x    x     x     x      x      o       o        f
unpinMessage/group              x    x     x     x      x      o       o        f
listPinnedMessages/group        x    x     x     x      x      o       o        f
addReaction/group               x    x     x     x      x      i       i        i
getReaction/group               x    x     x     x      x      i       i        i
reportMessage/group             x    x     x     x      x      m       m        m
readHistory/group               x    x     x     x      x      o       o        h
removeGroupMessagesById         x    x     x     x      x      o       o        h
removeGroupMessagesUpToTime     x    x     x     x      x      o       o        h
`;

export const roomRules = `
                               app owner admin member muted blocked stranger super foreign
getRooms                        x    x     x     x      x      x       x       x      f
listRoomMembers                 x    x     x     x      x      x       x       x      f
getRoomAttributes               x    x     x     x      x      x       x       x      f
changeRoom                      x    x     x     -      -      -       -       x      f
changeRoom/owner                x    x     -     -      -      -       -       x      f
destroyRoom                     x    x     -     -      -      -       -       x      f
addRoomMembers                  x    x     x     -      -      -       -       x      f
addRoomMember                   x    x     x     -      -      -       -       x      f
removeRoomMembers               x    x     x     -      -      -       -       x      f
setRoomAttributes               x    x     x     x      x      o       o       o      f
forceRoomAttributes             x    x     x     x      x      o       o       o      f
removeRoomAttributes            x    x     x     x      x      o       o       o      f
forceRemoveRoomAttributes       x    x     x     x      x      o       o       o      f
listRoomAdmins                  x    x     x     x      x      o       o       o      f
addRoomAdmin                    x    x     -     -      -      o       o       o      f
removeRoomAdmin                 x    x     -     -      -      o       o       o      f
listRoomMutes                   x    x     x     -      -      o       o       o      f
muteRoomMembers                 x    x     x     -      -      o       o       o      f
unmuteRoomMembers               x    x     x     -      -      o       o       o      f
isRoomMuted                     x    x     x     x      x      o       o       o      f
muteRoom                        x    x     x     -      -      o       o       o      f
unmuteRoom                      x    x     x     -      -      o       o       o      f
listRoomAllowed                 x    x     x     -      -      o       o       o      f
addRoomAllowed                  x    x     x     -      -      o       o       o      f
addOneRoomAllowed               x    x     x     -      -      o       o       o      f
removeRoomAllowed               x    x     x     -      -      o       o       o      f
isRoomAllowed                   x    x     x     -      -      o       o       o      f
isRoomAllowed/own               x    x     x     x      x      o       o       o      f
listRoomBlocked                 x    x     x     -      -      o       o       o      f
blockRoomMembers                x    x     x     -      -      o       o       o      f
blockRoomMember                 x    x     x     -      -      o       o       o      f
unblockRoomMembers              x    x     x     -      -      o       o       o      f
getRoomAnnouncement             x    x     x     x      x      o       o       o      f
setRoomAnnouncement             x    x     x     -      -      o       o       o      f
listRoomFiles                   x    x     x     x      x      o       o       o      f
shareRoomFile                   x    x     x     x      -      o       o       o      f
downloadRoomFile                x    x     x     x      x      o       o       o      f
removeRoomFile                  x    x     x     -      -      o       o       o      f
listPinnedMessages/room         x    x     x     x      x      h       h       h      f
readHistory/room                x    x     x     x      x      h       h       h      h
`;

/** `member` is in the thread, `outsider` only in its group; owner and administrator are so of the group. */
export const threadRules = `
                               app owner admin creator member outsider muted blocked stranger foreign
getThread                       x    x     x      x      x       x       x      o       o        f
renameThread                    x    x     x      x      t       t       t      o       o        f
destroyThread                   x    x     x      t      t       t       t      o       o        f
joinThread                      x    x     x      x      x       x       x      o       o        f
leaveThread                     x    x     x      x      x       x       x      x       x        f
listThreadMembers               x    x     x      x      x       x       x      o       o        f
removeThreadMember              x    x     x      t      t       t       t      o       o        f
listLastThreadMessages          x    x     x      x      x       x       x      x       x        e
readHistory/thread              x    o     o      x      x       o       x      o       o        h
`;
