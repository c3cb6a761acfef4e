"""Names by which texts speak of AWS services, with the official name and the topic of each."""

import re
from collections import Counter

_SERVICES = """
compute: Amazon EC2 = EC2 | Elastic Compute Cloud | Spot Instances | Auto Scaling Groups
compute: AWS Auto Scaling = Auto Scaling
compute: AWS Batch
containers: Amazon Elastic Container Service = ECS
containers: Amazon Elastic Kubernetes Service = EKS
containers: AWS Fargate = Fargate
serverless: AWS Lambda = Lambda
serverless: AWS Step Functions = Step Functions
serverless: Amazon API Gateway = API Gateway
storage: Amazon S3 = S3
storage: Amazon Elastic Block Store = EBS
storage: Amazon EFS = EFS
storage: AWS Backup
databases: Amazon RDS = RDS
databases: Amazon Aurora = Aurora
databases: Amazon DynamoDB = DynamoDB
databases: Amazon Timestream = Timestream
caching: Amazon ElastiCache = ElastiCache
networking: Amazon VPC = VPC | Virtual Private Cloud
networking: Elastic Load Balancing = Elastic Load Balancer | Load Balancer | Load Balancers | ALB | NLB
networking: AWS Direct Connect = Direct Connect
networking: AWS Site-to-Site VPN = Site-to-Site VPN
networking: AWS Transit Gateway = Transit Gateway
edge: Amazon CloudFront = CloudFront
edge: Amazon Route 53 = Route 53
edge: AWS Global Accelerator = Global Accelerator
security: AWS Key Management Service = KMS
security: AWS Secrets Manager = Secrets Manager
security: AWS Shield = Shield
security: AWS WAF = WAF
security: AWS Security Hub = Security Hub
security: Amazon GuardDuty = GuardDuty
security: AWS Config
identity: AWS Identity and Access Management = IAM
identity: AWS Security Token Service = STS
identity: Amazon Cognito = Cognito
observability: Amazon CloudWatch = CloudWatch
observability: AWS X-Ray = X-Ray
observability: AWS CloudTrail = CloudTrail
messaging: Amazon SQS = SQS
messaging: Amazon SNS = SNS
messaging: Amazon EventBridge = EventBridge
messaging: Amazon Kinesis = Kinesis
analytics: Amazon Redshift = Redshift
analytics: Amazon Athena = Athena
analytics: Amazon EMR = EMR
analytics: AWS Glue = Glue
analytics: AWS Lake Formation = Lake Formation
automation: AWS CloudFormation = CloudFormation
automation: AWS CDK = CDK
automation: AWS Systems Manager = Systems Manager
automation: AWS CodePipeline = CodePipeline
cost: AWS Cost Explorer = Cost Explorer
cost: AWS Budgets
"""


def _by_alias() -> dict[str, tuple[str, str]]:
    found = {}
    for line in _SERVICES.strip().split("\n"):
        topic, _, names = line.partition(": ")
        official, _, aliases = names.partition(" = ")
        for alias in (official, *filter(None, aliases.split(" | "))):
            found[alias] = official, topic
    return found


_ALIASES = _by_alias()
# All begin with a capital: without a look for it, each word would be held against each of them.
_ANY = re.compile(rf"\b(?=[A-Z])(?:{'|'.join(sorted(map(re.escape, _ALIASES), key=len, reverse=True))})\b")


def services_in(text: str) -> Counter[str]:
    """Count how often a text names each AWS service, by official name."""
    return Counter(_ALIASES[name][0] for name in _ANY.findall(text))


def topics_in(text: str) -> Counter[str]:
    """Count how often a text names services of each topic."""
    return Counter(_ALIASES[name][1] for name in _ANY.findall(text))
