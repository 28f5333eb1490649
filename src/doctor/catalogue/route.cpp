// The catalogue: the way from the task to its credentials.
#include <array>

#include "doctor/catalogue/groups.h"

namespace berth::doctor {
namespace {

constexpr auto kRouteCauses = std::to_array<Cause>({
    {"agent-restarting", "The agent has just restarted", "503 CredentialsUninitialized.",
     "Between its start and the control plane's answer an agent has no credentials to serve.",
     "Ask again: it takes seconds.", "Retry; SDKs do so by themselves.", Seen::kSymptom,
     Shown::kWritten, "the line that the AWS CLI prints at a 503"},
    {"credentials-throttled", "The credential endpoint throttles the task",
     "429 You have reached maximum request limit.",
     "More requests a second than ECS_TASK_METADATA_RPS_LIMIT, 40 with bursts of 60 by default.",
     "berth doctor without a task asks ten times at once, which proves it. The agent's audit log, "
     "ECS_AUDIT_LOGFILE, has a line for each request.",
     "Keep one client for the process, or raise ECS_TASK_METADATA_RPS_LIMIT=steady,burst.",
     Seen::kSymptom, Shown::kReal, ""},
    {"throttle-setting-invalid", "The request limit is set to something invalid",
     "429 in spite of a raised limit.",
     "The real agent replaces what it cannot read by 40,60 and goes on; Berth's refuses to start.",
     "The agent's log, at its start.",
     "ECS_TASK_METADATA_RPS_LIMIT=steady,burst with burst >= steady.", Seen::kAgent, Shown::kNot,
     ""},
    {"route-lost", "The way to the credential endpoint is lost",
     "Connect or read timeouts at 169.254.170.2.", "The NAT rule that leads there was flushed.",
     "iptables -t nat -L PREROUTING -n, on the instance.",
     "Restart the agent; keep the rules over firewall reloads.", Seen::kSymptom, Shown::kReal, ""},
    {"route-lost-on-host", "The way to the credential endpoint is lost for host network",
     "Connections to 169.254.170.2 are refused.",
     "Host network needs a REDIRECT in the OUTPUT chain.",
     "iptables -t nat -L OUTPUT -n, on the instance.",
     "Restart the agent; keep the rules over firewall reloads.", Seen::kSymptom, Shown::kWritten,
     "the line that the AWS CLI prints at a refused connection"},
    {"route-localnet-off", "route_localnet is off", "Timeouts at 169.254.170.2.",
     "Rules that lead to 127.0.0.1 need net.ipv4.conf.all.route_localnet=1.",
     "sysctl net.ipv4.conf.all.route_localnet", "sysctl -w net.ipv4.conf.all.route_localnet=1",
     Seen::kAgent, Shown::kNot, ""},
    {"firewall-reloaded", "A firewall reload flushed the rules",
     "Timeouts that begin after a reload.",
     "firewalld, ufw and a restart of Docker rewrite the tables.",
     "journalctl -u firewalld -u docker", "Restart the agent after them, and order the units so.",
     Seen::kAgent, Shown::kNot, ""},
    {"firewall-blocks", "A firewall rule drops the credential endpoint",
     "Timeouts at 169.254.170.2.", "DOCKER-USER or INPUT drop port 51679 or 169.254.0.0/16.",
     "iptables -L DOCKER-USER -nv: counters that rise.", "Allow it.", Seen::kSymptom, Shown::kReal,
     ""},
    {"route-hijacked", "Another network owns 169.254.170.2", "404, or answers of another server.",
     "A VPN or a container claims 169.254.170.0/24.", "ip route get 169.254.170.2",
     "Remove that route.", Seen::kAgent, Shown::kNot, ""},
    {"port-taken", "The agent's port is taken", "The agent does not start serving.",
     "Another process listens on 51679 or on 169.254.170.2:80.", "ss -ltnp", "Free the port.",
     Seen::kAgent, Shown::kNot, ""},
    {"uid-filtered", "A rule lets only some users reach the endpoint",
     "Timeouts for one user id alone.", "An owner match in the firewall.",
     "iptables -t nat -S | grep owner", "Drop the owner match.", Seen::kInside, Shown::kNot, ""},
});

}  // namespace

std::span<const Cause> route_causes() {
  return kRouteCauses;
}

}  // namespace berth::doctor
