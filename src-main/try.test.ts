import { spawn } from "node:child_process";
import { it } from "vitest";
import { agent } from "/work/wt-become/src-main/testing/agent";
import { bootstrapPacker, shellCommand } from "/work/wt-become/src-main/protocol/bootstrap";
import { becoming, becomeCommand, promptedUser, withoutPrompts } from "/work/wt-become/src-main/session/become";
const shell = process.env.SH ?? "sh";
it.each([["sudo","plain",["bad","secret"], false],["sudo","plain",["bad","secret"], true],["doas","plain",["secret"],true],["doas","plain",["bad"],true],["doas","daemon",[],true],["doas","nobody",[],true],["su","plain",["plainpw"],true],["su","plain",["bad"],true],["su","nosuch",["bad"],true],["sudo","nosuch",["secret"],false]] as const)("%s %s %j %s", async (method, user, pws, term) => {
  const b = bootstrapPacker(agent, true, {A:"é=\n'x'", TZ:"Asia/Tokyo"});
  const bec = becoming({method, user}, term);
  const cmd = becomeCommand(bec, shellCommand(b, null), agent, b, null);
  const t0 = performance.now();
  const c = spawn("setpriv", ["--reuid=becomer","--regid=becomer","--init-groups", shell, "-c", cmd], {stdio:"pipe", detached:true, cwd:"/root", env:{...process.env, HOME:"/home/becomer", USER:"becomer"}});
  let err="", out=""; const todo=[...pws]; let sent=false;
  c.stdin.on("error",()=>{});
  c.stderr.on("data",(d)=>{ err+=d; const u = promptedUser(bec, err.split("\n").at(-1)??""); if(u!==null){ console.log("ask",u); const p=todo.shift(); p===undefined? c.stdin.end(): c.stdin.write(p+"\n"); }});
  c.stdout.on("data",(d)=>{ out+=d.toString("latin1"); if(!sent && out.includes(b.marker)){sent=true; c.stdin.write(b.input);} if(out.includes("agent_version")) c.stdin.end(); });
  const code = await new Promise(r=>c.on("close",(code,s)=>r([code,s])));
  console.log(method,user,term,code, Math.round(performance.now()-t0), JSON.stringify(out.slice(0,150)), /user.([a-z]+).pid/.exec(out)?.[1], JSON.stringify(err), cmd.length);
}, 20000);
