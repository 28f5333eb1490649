"""Container instances of a `berth server`: what an agent is given, and whether it has joined."""

from harness.wait import wait_for


def agent_environment(server):
    key_id, secret = server.keys()
    server.boto("ecs").create_cluster(clusterName="default")
    return {"ECS_BACKEND_HOST": server.endpoint, "ECS_CLUSTER": "default",
            "AWS_DEFAULT_REGION": server.region, "AWS_ACCESS_KEY_ID": key_id,
            "AWS_SECRET_ACCESS_KEY": secret, "ECS_ENABLE_TASK_IAM_ROLE": "true",
            "ECS_AVAILABLE_LOGGING_DRIVERS": '["json-file","awslogs","none"]'}


def registered(server):
    def connected():
        ecs = server.boto("ecs")
        arns = ecs.list_container_instances(cluster="default")["containerInstanceArns"]
        if not arns:
            return None
        found = ecs.describe_container_instances(cluster="default", containerInstances=arns)
        return [one["ec2InstanceId"] if "ec2InstanceId" in one else one["containerInstanceArn"]
                for one in found["containerInstances"] if one["agentConnected"]]
    return wait_for("the agent to connect", connected, 60)
