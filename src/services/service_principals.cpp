// The names before ".amazonaws.com", in order.
#include "services/service_principals.h"

#include <algorithm>
#include <iterator>

namespace berth::services {
namespace {

// clang-format off
constexpr std::string_view kServices[] = {
  "a4b", "access-analyzer", "access-grants.s3", "account", "acm", "acm-pca", "agentless.inspector2",
  "aiops", "airflow", "airflow-env", "airflow-serverless", "amplify", "amplifybackend", "aoss",
  "apidestinations.events", "apigateway", "app-integrations", "appconfig", "appfabric", "appflow",
  "appintegrations", "application-autoscaling", "application-insights",
  "application-signals.cloudwatch", "appmesh", "apprunner", "appstream",
  "appstream.application-autoscaling", "appsync", "aps", "arc-region-switch", "arc-zonal-shift",
  "athena", "auditmanager", "automation.ssm", "autoscaling", "autoscaling-plans",
  "aws-artifact-account-sync", "aws-connector", "backup", "backup-gateway", "batch",
  "batchoperations.s3", "bcm-data-exports", "bedrock", "bedrock-agentcore", "billingconsole",
  "braket", "budgets", "build.apprunner", "cassandra.application-autoscaling", "chatbot", "chime",
  "cks.kms", "cleanrooms", "cleanrooms-ml", "cloud9", "cloudformation", "cloudfront", "cloudhsm",
  "cloudsearch", "cloudtrail", "cloudwatch", "cloudwatch-crossaccount", "codeartifact", "codebuild",
  "codecommit", "codeconnections", "codedeploy", "codeguru-profiler", "codeguru-reviewer",
  "codeguru-security", "codepipeline", "codestar", "codestar-connections", "codestar-notifications",
  "codewhisperer", "cognito-identity", "cognito-idp", "cognito-sync", "comprehend",
  "comprehend.application-autoscaling", "comprehendmedical", "compute-optimizer", "config",
  "config-conforms", "config-multiaccountsetup", "connect", "connect-campaigns",
  "continuousexport.discovery", "contributorinsights.dynamodb", "controltower",
  "cost-optimization-hub", "credentials.iot", "cur", "custom-resource.application-autoscaling",
  "custom.rds", "customer-profiles", "dashboards.opensearch", "databrew", "dataexchange",
  "datapipeline", "datasync", "datazone", "dax", "dax.application-autoscaling", "deadline",
  "deeplens", "deepracer", "delivery.logs", "detective", "devops-guru", "directconnect",
  "discovery", "dlm", "dms", "docdb-elastic", "drs", "ds", "dsql", "dynamodb",
  "dynamodb.application-autoscaling", "ec2", "ec2-instance-connect", "ec2-spot",
  "ec2.application-autoscaling", "ec2fleet", "ec2scheduled", "ec2spot", "ecr", "ecr-public", "ecs",
  "ecs-tasks", "ecs.application-autoscaling", "edgelambda", "eks", "eks-fargate",
  "eks-fargate-pods", "eks-nodegroup", "eks-pods", "elastic-inference", "elasticache",
  "elasticache.application-autoscaling", "elasticbeanstalk", "elasticfilesystem",
  "elasticloadbalancing", "elasticmapreduce", "elasticmapreduce-serverless", "elastictranscoder",
  "email.cognito-idp", "emr-containers", "emr-serverless", "entityresolution", "es", "eventbridge",
  "events", "evidently", "export.rds", "finspace", "firehose", "fis", "fms", "forecast",
  "frauddetector", "freertos", "fsx", "gamelift", "gamelift-streams", "globalaccelerator", "glue",
  "grafana", "greengrass", "ground-station", "groundstation", "guardduty", "health", "healthlake",
  "honeycode", "iam", "identitystore", "imagebuilder", "importexport", "inspector", "inspector2",
  "internetmonitor", "invoicing", "iot", "iotanalytics", "iotdeviceadvisor", "iotdevicemanagement",
  "iotevents", "iotfleethub", "iotfleetwise", "iotroborunner", "iotsitewise", "iotthingsgraph",
  "iottwinmaker", "iotwireless", "ivs", "kafka", "kafka.application-autoscaling", "kafkaconnect",
  "kendra", "kinesis", "kinesisanalytics", "kinesisreplication.dynamodb", "kinesisvideo", "kms",
  "lakeformation", "lambda", "lambda.application-autoscaling", "launchwizard", "lex", "lexv2",
  "license-manager", "license-manager-linux-subscriptions", "license-manager-user-subscriptions",
  "license-manager.master-account", "license-manager.member-account", "lightsail", "location",
  "logger.cloudfront", "logging.s3", "logs", "lookoutequipment", "lookoutmetrics", "lookoutvision",
  "m2", "machinelearning", "macie", "macie2", "maintenance.elasticbeanstalk",
  "maintenance.s3tables", "malware-protection-plan.guardduty", "malware-protection.guardduty",
  "managed-blockchain", "managedservices", "managedupdates.elasticbeanstalk", "management.chatbot",
  "management.eks", "mediaconnect", "mediaconvert", "medialive", "mediapackage", "mediapackagev2",
  "mediastore", "mediatailor", "medical-imaging", "member.org.stacksets.cloudformation", "memorydb",
  "metadata.s3", "mgh", "mgn", "migrationhub", "mobileanalytics", "mobilehub", "monitoring",
  "monitoring.rds", "mq", "mrk.kms", "mturk-requester", "mwaa", "neptune", "neptune-graph",
  "neptune.application-autoscaling", "network-firewall", "networkmanager", "networkmonitor",
  "nimble", "notifications", "oam", "observability.aoss", "odb", "omics", "opensearch",
  "opensearchservice", "ops.apigateway", "ops.emr-serverless", "opsdatasync.ssm", "opsinsights.ssm",
  "opsworks", "opsworks-cm", "organizations", "osis", "osis-pipelines", "outposts", "panorama",
  "partnercentral-account-management", "payment-cryptography", "pca-connector-ad",
  "pca-connector-scep", "pcs", "personalize", "pinpoint", "pipes", "pods.eks", "polly",
  "practice-run.arc-zonal-shift", "proton", "pullthroughcache.ecr", "purchaseorders", "q", "qapps",
  "qbusiness", "qldb", "quicksight", "ram", "rbin", "rds", "rds.application-autoscaling",
  "reachabilityanalyzer.networkinsights", "redshift", "redshift-serverless", "rekognition",
  "replication.dynamodb", "replication.ecr", "replicator.lambda", "reporting.trustedadvisor",
  "resiliencehub", "resource-explorer-2", "resource-groups", "resource-groups-tagging",
  "resource-groups-tagging-api", "robomaker", "rolesanywhere", "route53",
  "route53-recovery-control-config", "route53-recovery-readiness", "route53domains",
  "route53profiles", "route53resolver", "rtbfabric", "rum", "s3", "s3-outposts", "s3tables",
  "sagemaker", "sagemaker.application-autoscaling", "savingsplans", "scheduler", "schemas",
  "scraper.aps", "sdb", "secretsmanager", "security-ir", "securityhub", "securitylake",
  "serverlessrepo", "servicecatalog", "servicecatalog-appregistry", "servicediscovery",
  "servicequotas", "ses", "shield", "signer", "signin", "simplesystemsmanagement", "simspaceweaver",
  "sms", "sms-voice", "snow-device-management", "snowball", "sns", "spot", "spotfleet", "sqs",
  "ssm", "ssm-contacts", "ssm-guiconnect", "ssm-incidents", "ssm-quicksetup", "ssm-sap", "sso",
  "stacksets.cloudformation", "states", "storage-lens.s3", "storagegateway",
  "streams.metrics.cloudwatch", "sts", "sumerian", "supplychain", "support", "supportapp", "swf",
  "synthetics", "tagpolicies.tag", "tasks.apprunner", "textract", "timestream",
  "timestream-influxdb", "tnb", "transcribe", "transcribe.streaming", "transfer", "transitgateway",
  "translate", "trustedadvisor", "user-subscriptions", "verified-access", "verifiedpermissions",
  "vmie", "voiceid", "vpc-flow-logs", "vpc-lattice", "vpcorigin.cloudfront", "waf", "waf-regional",
  "wafv2", "wellarchitected", "wisdom", "workdocs", "worklink", "workmail", "workspaces",
  "workspaces-instances", "workspaces-web", "workspaces.application-autoscaling", "xray",
};
// clang-format on
static_assert(std::is_sorted(std::begin(kServices), std::end(kServices)));

bool take_suffix(std::string_view& name, std::string_view suffix) {
  if (name.size() <= suffix.size()) return false;
  if (name.substr(name.size() - suffix.size()) != suffix) return false;
  name.remove_suffix(suffix.size());
  return true;
}

bool is_region_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
}

/// "eu-west-1", "us-gov-east-1": two letters, a dash, and a digit at the end.
bool is_region(std::string_view label) {
  return label.size() >= 9 && label[2] == '-' && label.back() >= '0' && label.back() <= '9' &&
         std::all_of(label.begin(), label.end(), is_region_character);
}

bool is_listed(std::string_view service) {
  return std::binary_search(std::begin(kServices), std::end(kServices), service);
}

}  // namespace

bool is_known_service_principal(std::string_view name) {
  if (!take_suffix(name, ".amazonaws.com") && !take_suffix(name, ".amazonaws.com.cn")) return false;
  if (is_listed(name)) return true;
  const std::size_t dot = name.rfind('.');
  if (dot == std::string_view::npos || !is_region(name.substr(dot + 1))) return false;
  return is_listed(name.substr(0, dot));
}

}  // namespace berth::services
