// The names before ".amazonaws.com", in order.
#include "services/service_principals.h"

#include <algorithm>
#include <iterator>

namespace berth::services {
namespace {

// clang-format off
constexpr std::string_view kServices[] = {
    "a4b", "access-analyzer", "account", "acm", "acm-pca", "airflow", "airflow-env",
    "airflow-serverless", "amplify", "amplifybackend", "apidestinations.events", "apigateway",
    "app-integrations", "appconfig", "appfabric", "appflow", "application-autoscaling",
    "application-insights", "application-signals.cloudwatch", "appmesh", "apprunner", "appstream",
    "appstream.application-autoscaling", "appsync", "aps", "arc-region-switch", "athena",
    "auditmanager", "automation.ssm", "autoscaling", "autoscaling-plans",
    "aws-artifact-account-sync", "aws-connector", "backup", "backup-gateway", "batch",
    "bcm-data-exports", "bedrock", "bedrock-agentcore", "billingconsole", "braket", "budgets",
    "build.apprunner", "cassandra.application-autoscaling", "chatbot", "chime", "cloud9",
    "cloudformation", "cloudfront", "cloudhsm", "cloudsearch", "cloudtrail", "cloudwatch",
    "cloudwatch-crossaccount", "codeartifact", "codebuild", "codecommit", "codeconnections",
    "codedeploy", "codeguru-profiler", "codeguru-reviewer", "codepipeline", "codestar",
    "codestar-connections", "codestar-notifications", "codewhisperer", "cognito-idp",
    "cognito-sync", "comprehend", "comprehend.application-autoscaling", "compute-optimizer",
    "config", "config-conforms", "config-multiaccountsetup", "connect", "connect-campaigns",
    "controltower", "cost-optimization-hub", "cur", "custom-resource.application-autoscaling",
    "customer-profiles", "databrew", "dataexchange", "datapipeline", "datasync", "datazone", "dax",
    "dax.application-autoscaling", "deadline", "delivery.logs", "detective", "devops-guru",
    "directconnect", "discovery", "dlm", "dms", "docdb-elastic", "drs", "ds", "dsql", "dynamodb",
    "dynamodb.application-autoscaling", "ec2", "ec2-instance-connect",
    "ec2.application-autoscaling", "ec2fleet", "ec2scheduled", "ecr", "ecs", "ecs-tasks",
    "ecs.application-autoscaling", "edgelambda", "eks", "eks-fargate", "eks-fargate-pods",
    "eks-nodegroup", "eks-pods", "elasticache", "elasticache.application-autoscaling",
    "elasticbeanstalk", "elasticfilesystem", "elasticloadbalancing", "elasticmapreduce",
    "elastictranscoder", "email.cognito-idp", "emr-containers", "emr-serverless",
    "entityresolution", "es", "events", "evidently", "export.rds", "finspace", "firehose", "fis",
    "fms", "forecast", "frauddetector", "freertos", "fsx", "gamelift", "gamelift-streams",
    "globalaccelerator", "glue", "grafana", "greengrass", "ground-station", "groundstation",
    "guardduty", "health", "healthlake", "iam", "identitystore", "imagebuilder", "importexport",
    "inspector", "inspector2", "internetmonitor", "invoicing", "iot", "iotanalytics",
    "iotdeviceadvisor", "iotdevicemanagement", "iotevents", "iotfleethub", "iotfleetwise",
    "iotroborunner", "iotsitewise", "iotthingsgraph", "iottwinmaker", "iotwireless", "ivs", "kafka",
    "kafka.application-autoscaling", "kafkaconnect", "kendra", "kinesis", "kinesisanalytics",
    "kinesisvideo", "kms", "lakeformation", "lambda", "launchwizard", "lex", "lexv2",
    "license-manager", "license-manager-linux-subscriptions", "license-manager-user-subscriptions",
    "license-manager.master-account", "license-manager.member-account", "lightsail", "location",
    "logger.cloudfront", "logs", "lookoutequipment", "lookoutmetrics", "lookoutvision", "m2",
    "machinelearning", "macie", "macie2", "malware-protection-plan.guardduty", "managed-blockchain",
    "managedservices", "management.chatbot", "management.eks", "mediaconnect", "mediaconvert",
    "medialive", "mediapackage", "mediapackagev2", "mediastore", "mediatailor", "medical-imaging",
    "member.org.stacksets.cloudformation", "memorydb", "mgh", "mgn", "migrationhub", "monitoring",
    "mq", "mwaa", "neptune", "neptune-graph", "network-firewall", "networkmanager",
    "networkmonitor", "notifications", "observability.aoss", "omics", "opensearchservice",
    "ops.apigateway", "ops.emr-serverless", "opsdatasync.ssm", "opsinsights.ssm", "opsworks",
    "opsworks-cm", "organizations", "osis", "outposts", "partnercentral-account-management", "pcs",
    "personalize", "pinpoint", "pipes", "pods.eks", "polly", "proton", "purchaseorders", "q",
    "qapps", "qbusiness", "qldb", "quicksight", "ram", "rbin", "rds", "rds.application-autoscaling",
    "redshift", "redshift-serverless", "rekognition", "replication.dynamodb", "replication.ecr",
    "replicator.lambda", "resiliencehub", "resource-explorer-2", "resource-groups",
    "resource-groups-tagging-api", "robomaker", "rolesanywhere", "route53",
    "route53-recovery-control-config", "route53-recovery-readiness", "route53domains",
    "route53resolver", "rum", "s3", "s3-outposts", "sagemaker", "sagemaker.application-autoscaling",
    "savingsplans", "scheduler", "schemas", "sdb", "secretsmanager", "securityhub", "securitylake",
    "serverlessrepo", "servicecatalog", "servicecatalog-appregistry", "servicediscovery",
    "servicequotas", "ses", "shield", "signer", "signin", "simplesystemsmanagement", "sms",
    "sms-voice", "snow-device-management", "snowball", "sns", "spot", "spotfleet", "sqs", "ssm",
    "ssm-contacts", "ssm-guiconnect", "ssm-incidents", "ssm-quicksetup", "ssm-sap", "sso",
    "stacksets.cloudformation", "states", "storage-lens.s3", "storagegateway",
    "streams.metrics.cloudwatch", "sts", "support", "supportapp", "swf", "synthetics",
    "tagpolicies.tag", "tasks.apprunner", "textract", "timestream", "timestream-influxdb", "tnb",
    "transcribe", "transfer", "transitgateway", "translate", "trustedadvisor", "verified-access",
    "verifiedpermissions", "vmie", "voiceid", "vpc-flow-logs", "vpc-lattice", "waf", "waf-regional",
    "wafv2", "wellarchitected", "wisdom", "workdocs", "worklink", "workmail", "workspaces",
    "workspaces-instances", "workspaces-web", "xray",
};
// clang-format on

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
